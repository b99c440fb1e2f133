package io.triskel.event;

/**
 * Orders events: those that share a key are handled one after another, in publication order; different keys never wait for
 * each other. Keys that we write are short; foreign keys may have any length ({@link WritingLimits}).
 *
 * @param value never empty
 */
public record OrderingKey(String value) {
    /** The longest key that we write, in characters: the shortest limit of the supported buses. */
    public static final int MAX = 128;

    public OrderingKey {
        Characters.require("An ordering key", value);
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
