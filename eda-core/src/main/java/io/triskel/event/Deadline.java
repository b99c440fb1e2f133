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

    /** {@return a deadline earlier by {@code reserve}, to keep time for what must follow} */
    public Deadline minus(Duration reserve) {
        return new Deadline(at.minus(reserve));
    }
}
