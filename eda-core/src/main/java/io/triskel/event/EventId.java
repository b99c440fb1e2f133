package io.triskel.event;

/**
 * The identity of an event: source and id together, because CloudEvents ids are unique per source only. Those that we write
 * are short; foreign ones may have any length ({@link WritingLimits}).
 *
 * @param source where the event comes from, a URI-reference, never empty (CloudEvents 1.0, "source")
 * @param id unique within the source, never empty
 */
public record EventId(String source, String id) {
    /** The longest id that we write, in characters. */
    public static final int MAX_ID = 128;
    /** The longest source that we write, in characters. */
    public static final int MAX_SOURCE = 256;

    public EventId {
        Characters.require("An event's source", source);
        Characters.require("An event's id", id);
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
