package io.triskel.saga;

/**
 * Identifies a saga instance: the key of its row.
 *
 * @param saga the saga's name, 1 to 64 characters
 * @param instance the instance's id, 1 to 128 characters; any character may occur, stores escape it injectively
 */
public record SagaRef(String saga, String instance) {
    /** The number of buckets of the due and unsent indexes, so that no part of a store takes all writes. */
    public static final int BUCKETS = 16;

    public SagaRef {
        Texts.require("A saga's name", saga, 64);
        Texts.require("A saga instance's id", instance, 128);
    }

    /**
     * {@return the bucket of this instance, 0 to 15} Not {@code KeyForm.part}, although it has the same purpose: indexes
     * store this bucket, so it must never change.
     */
    public int bucket() {
        int hash = instance.hashCode();
        return Math.floorMod(hash ^ (hash >>> 16), BUCKETS);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof SagaRef ref && instance.equals(ref.instance) && saga.equals(ref.saga));
    }

    @Override
    public int hashCode() {
        return 31 * saga.hashCode() + instance.hashCode();
    }

    @Override
    public String toString() {
        return saga + "/" + instance;
    }
}
