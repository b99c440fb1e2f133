package io.triskel.event;

/**
 * Events that share a key are handled one after another, in publication order; different keys never wait for each other.
 *
 * @param value non-blank, at most 128 characters (the shortest limit of the supported buses)
 */
public record OrderingKey(String value) {
    /** The longest key, in characters. */
    public static final int MAX = 128;

    public OrderingKey {
        Lengths.require("An ordering key", value, MAX);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof OrderingKey key && value.equals(key.value));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
