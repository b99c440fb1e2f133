package io.triskel.event;

/**
 * The name of one event stream: one aggregate or one saga instance. A name may have any character allowed in an event's
 * texts ({@link Envelope#illegalIn}); stores escape names without collisions.
 *
 * @param value non-blank, at most 128 characters, so that a stream's name can be an ordering key
 */
public record StreamId(String value) {
    public StreamId {
        Lengths.require("A stream's name", value, OrderingKey.MAX);
    }

    /**
     * {@return the stream {@code <kind>-<id>}, such as one aggregate's} Different kinds or ids give different streams.
     *
     * @param kind without a hyphen
     * @param id may have hyphens
     * @throws IllegalArgumentException if the kind has a hyphen, or the stream's name is too long
     */
    public static StreamId of(String kind, String id) {
        int hyphen = kind.indexOf('-');
        if (hyphen >= 0) {
            throw new IllegalArgumentException("A stream's kind must not have a hyphen, unlike '" + kind
                    + "': its stream would be that of '" + kind.substring(0, hyphen) + "' and '"
                    + kind.substring(hyphen + 1) + "-" + id
                    + "' too. Name the kind without a hyphen; if streams of this"
                    + " kind are stored already, use new StreamId(\"" + kind + "-" + id + "\")");
        }
        return new StreamId(kind + "-" + id);
    }

    /** {@return the key under which this stream's events are published, in revision order} */
    public OrderingKey orderingKey() {
        return new OrderingKey(value);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof StreamId stream && value.equals(stream.value));
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
