package io.triskel.parking;

import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.store.KeyForm;

/**
 * What must stay in order: the ordering key by default, a saga's correlation id, or one event alone.
 *
 * @param value never empty; of a longer one than {@link #MAX} the beginning, and its digest in place of the rest, so that the
 *     rows of a lot stay small and different lanes still never meet
 * @param alone whether the lane is that of a single event, which no other event ever stands behind
 */
public record Lane(String value, boolean alone) {
    /** The longest lane that is kept as it was given, in characters. */
    public static final int MAX = 8_192;

    /** What stands between a long lane's beginning and its digest. */
    private static final String CUT = "...";

    private static final int BEGINNING = MAX - CUT.length() - 64;

    public Lane {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("A lane has 1 character or more, this one has none");
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

    /** {@return the lane of this name, which is not empty} */
    public static Lane of(String name) {
        return new Lane(name, false);
    }

    /** {@return the lane in which this event is the only one; different events never meet} */
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
