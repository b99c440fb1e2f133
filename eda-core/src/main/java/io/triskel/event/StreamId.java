package io.triskel.event;

/**
 * The name of one event stream: one aggregate or one saga instance. A name may have every character that an event may have
 * ({@link Characters}); stores escape names so that different ones stay different.
 *
 * @param value non-blank, at most 128 characters, so that a stream's name can be an ordering key
 */
public record StreamId(String value) {
    public StreamId {
        Lengths.require("A stream's name", value, OrderingKey.MAX);
    }

    /** {@return the stream {@code <kind>-<id>}, such as that of one aggregate} */
    public static StreamId of(String kind, String id) {
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
