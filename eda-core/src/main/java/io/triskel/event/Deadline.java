package io.triskel.event;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The moment by which work must have returned. A function host gives it; nothing in the core runs past it knowingly.
 *
 * @param at the moment itself
 */
public record Deadline(Instant at) {
    /** One part in so many of what is left, at most. */
    private static final int MOST_KEPT = 4;

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    /** {@return the deadline that is {@code allowed} from now} */
    public static Deadline in(Duration allowed, InstantSource clock) {
        return new Deadline(clock.instant().plus(allowed));
    }

    /** {@return what is left, never negative, and at most the 292 years that nanoseconds can count} */
    public Duration remaining(InstantSource clock) {
        Duration left = Duration.between(clock.instant(), at);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(LONGEST) > 0 ? LONGEST : left;
    }

    /** {@return whether the moment has come} */
    public boolean passed(InstantSource clock) {
        return !clock.instant().isBefore(at);
    }

    /**
     * Keeps time for what must follow.
     *
     * @param reserve how much; of a short time it is a quarter at most, so that there is always time for the work itself
     * @return this deadline, earlier by what is kept
     */
    public Deadline keeping(Duration reserve, InstantSource clock) {
        Duration most = remaining(clock).dividedBy(MOST_KEPT);
        return new Deadline(at.minus(reserve.compareTo(most) > 0 ? most : reserve));
    }
}
