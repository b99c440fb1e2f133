package io.triskel.transfer;

import java.util.Arrays;

/**
 * A copy of another service's entity at one version, or the tombstone that remains of it.
 *
 * @param entity its id, 1 to 128 characters
 * @param version 1 or more; grows with every change and goes on after deletion
 * @param deleted whether this is a tombstone
 * @param state the encoded state, empty in a tombstone
 */
public record Replica(String entity, long version, boolean deleted, byte[] state) {
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
