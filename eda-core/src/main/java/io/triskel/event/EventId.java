package io.triskel.event;

/**
 * The identity of an event: source and id together, because CloudEvents ids are unique per source only.
 *
 * @param source where the event comes from, a URI-reference of 1 to 256 characters (CloudEvents 1.0, "source")
 * @param id unique within the source, 1 to 128 characters
 */
public record EventId(String source, String id) {
    /** Longest id that every supported store takes as part of a key. */
    public static final int MAX_ID = 128;
    /** Longest source. */
    public static final int MAX_SOURCE = 256;

    public EventId {
        Lengths.require("An event's source", source, MAX_SOURCE);
        Lengths.require("An event's id", id, MAX_ID);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof EventId event && id.equals(event.id) && source.equals(event.source));
    }

    @Override
    public int hashCode() {
        return 31 * source.hashCode() + id.hashCode();
    }

    @Override
    public String toString() {
        return source + "#" + id;
    }
}
