package io.triskel.transfer;

import io.triskel.event.Page;
import java.util.Arrays;
import java.util.Optional;

/** Where replicas are kept; one conditional write per change is all it needs. */
public interface Replicas {
    /** {@return the entity's replica or tombstone, if any version of it ever arrived} */
    Optional<Replica> get(String collection, String entity);

    /**
     * Keeps a replica or tombstone if its version is higher than the kept one's: one conditional write.
     *
     * @return whether it was kept; {@code false} means that the same or a higher version is there already
     */
    boolean put(String collection, Replica replica);

    /**
     * Reads a collection page by page; an entity that is there throughout is seen exactly once, in any order.
     *
     * @param after {@link Page#next()} of the page before; empty for the first page
     * @param limit 1 or more
     */
    Page<Replica> page(String collection, Optional<String> after, int limit);

    /**
     * A copy of another service's entity at one version, or the tombstone that remains of it.
     *
     * @param entity its id, 1 to 128 characters
     * @param version 1 or more; grows with every change and goes on after deletion
     * @param deleted whether this is a tombstone
     * @param state the encoded state, empty in a tombstone
     */
    record Replica(String entity, long version, boolean deleted, byte[] state) {
        public Replica {
            if (entity.isBlank() || entity.length() > 128) {
                throw new IllegalArgumentException(
                        "An entity's id has 1 to 128 characters, this one has " + entity.length());
            }
            if (version < 1) {
                throw new IllegalArgumentException("An entity's version is 1 or more, this one is " + version);
            }
            if (deleted && state.length > 0) {
                throw new IllegalArgumentException("A tombstone has no state, this one has " + state.length + " bytes");
            }
        }

        /** {@return the entity as it is at this version} */
        public static Replica of(String entity, long version, byte[] state) {
            return new Replica(entity, version, false, state);
        }

        /** {@return what remains of an entity that was deleted at this version} */
        public static Replica tombstone(String entity, long version) {
            return new Replica(entity, version, true, new byte[0]);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Replica replica
                    && entity.equals(replica.entity)
                    && version == replica.version
                    && deleted == replica.deleted
                    && Arrays.equals(state, replica.state);
        }

        @Override
        public int hashCode() {
            return entity.hashCode() * 31 + Long.hashCode(version);
        }

        @Override
        public String toString() {
            return entity + "@" + version + (deleted ? " deleted" : " " + state.length + " bytes");
        }
    }
}
