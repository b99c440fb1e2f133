package io.triskel.transfer;

import io.triskel.event.Page;
import java.util.Arrays;
import java.util.Optional;

/** Stores replicas (port); one conditional write per change is enough. */
public interface Replicas {
    /** {@return the entity's replica or tombstone, if any version has arrived} */
    Optional<Replica> get(String collection, String entity);

    /**
     * Stores a replica or tombstone if its version is higher than the stored one, by one conditional write.
     *
     * @return whether it was stored; {@code false} if the same or a higher version is stored
     */
    boolean put(String collection, Replica replica);

    /**
     * Reads a collection page by page; an entity that exists throughout is returned exactly once, in any order.
     *
     * @param after {@link Page#next()} of the previous page; empty for the first page
     * @param limit at least 1
     */
    Page<Replica> page(String collection, Optional<String> after, int limit);

    /**
     * Another service's entity at one version, or its tombstone.
     *
     * @param entity its id, 1 to 128 characters
     * @param version at least 1; grows with every change and continues after deletion
     * @param deleted whether this is a tombstone
     * @param state the encoded state, empty in a tombstone
     */
    record Replica(String entity, long version, boolean deleted, byte[] state) {
        public Replica {
            if (entity.isBlank() || entity.length() > 128) {
                throw new IllegalArgumentException(
                        "An entity's id must have 1 to 128 characters, this one has " + entity.length());
            }
            if (version < 1) {
                throw new IllegalArgumentException("version must be at least 1, not " + version);
            }
            if (deleted && state.length > 0) {
                throw new IllegalArgumentException(
                        "A tombstone must not have a state, this one has " + state.length + " bytes");
            }
        }

        /** {@return the entity at this version} */
        public static Replica of(String entity, long version, byte[] state) {
            return new Replica(entity, version, false, state);
        }

        /** {@return the tombstone of an entity deleted at this version} */
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
