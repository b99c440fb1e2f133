package io.triskel.parking;

import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.store.KeyForm;

/**
 * Names the events that a consumer must handle one after another: those of an ordering key by default, those of a saga's
 * correlation id, or one event alone.
 *
 * @param value never empty; in a value longer than {@link #MAX}, a digest of the whole replaces the end, so that rows stay
 *     small and lanes distinct
 * @param alone whether the lane belongs to a single event
 */
public record Lane(String value, boolean alone) {
    /** The longest lane kept unchanged, in characters. */
    public static final int MAX = 8_192;

    /** Separates a long value's beginning from its digest. */
    private static final String CUT = "...";

    private static final int BEGINNING = MAX - CUT.length() - 64;

    public Lane {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("A lane must have at least 1 character, this one has none");
        }
        value = value.length() <= MAX ? value : shortened(value);
    }

    private static String shortened(String value) {
        int end = Character.isHighSurrogate(value.charAt(BEGINNING - 1)) ? BEGINNING - 1 : BEGINNING;
        return value.substring(0, end) + CUT + KeyForm.digest(value);
    }

    /** {@return the lane of this key} */
    public static Lane of(OrderingKey key) {
        return new Lane(key.value(), false);
    }

    /** {@return the lane of this non-empty name} */
    public static Lane of(String name) {
        return new Lane(name, false);
    }

    /** {@return the lane of this event alone; different events have different lanes} */
    public static Lane alone(EventId event) {
        return new Lane(KeyForm.joined(event.source(), event.id()), true);
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
