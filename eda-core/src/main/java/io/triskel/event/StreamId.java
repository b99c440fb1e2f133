package io.triskel.event;

/**
 * The name of one event stream: one aggregate or one saga instance. A name may have every character that an event may have
 * ({@link Envelope#illegalIn}); stores escape names so that different ones stay different.
 *
 * @param value non-blank, at most 128 characters, so that a stream's name can be an ordering key
 */
public record StreamId(String value) {
    public StreamId {
        Lengths.require("A stream's name", value, OrderingKey.MAX);
    }

    /**
     * {@return the stream {@code <kind>-<id>}, such as that of one aggregate} Different kinds and ids have different streams.
     *
     * @param kind without a hyphen
     * @param id any; it may have hyphens
     * @throws IllegalArgumentException if the kind has a hyphen, or the name of the stream is too long
     */
    public static StreamId of(String kind, String id) {
        int hyphen = kind.indexOf('-');
        if (hyphen >= 0) {
            throw new IllegalArgumentException("A stream's kind has no hyphen, this one is '" + kind
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
    public String toString() {
        return value;
    }
}
