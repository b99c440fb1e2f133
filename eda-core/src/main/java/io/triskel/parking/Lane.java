package io.triskel.parking;

import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;

/**
 * What must stay in order: the ordering key by default, a saga's correlation id, or one event alone.
 *
 * @param value 1 to 512 characters
 * @param alone whether the lane is that of a single event, which no other event ever stands behind
 */
public record Lane(String value, boolean alone) {
    /** The longest lane, in characters. */
    public static final int MAX = 512;

    public Lane {
        if (value.isBlank() || value.length() > MAX) {
            throw new IllegalArgumentException(
                    "A lane has 1 to 512 characters and is not blank, this one has " + value.length());
        }
    }

    /** {@return the lane of this key} */
    public static Lane of(OrderingKey key) {
        return new Lane(key.value(), false);
    }

    /** {@return the lane of this name, 1 to 512 characters} */
    public static Lane of(String name) {
        return new Lane(name, false);
    }

    /** {@return the lane in which this event is the only one; different events never meet} */
    public static Lane alone(EventId event) {
        return new Lane(event.source().length() + ":" + event.source() + event.id(), true);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof Lane lane && alone == lane.alone && value.equals(lane.value));
    }

    @Override
    public int hashCode() {
        return 31 * value.hashCode() + Boolean.hashCode(alone);
    }
}
