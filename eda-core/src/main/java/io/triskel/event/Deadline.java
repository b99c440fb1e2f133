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
    /** At most one part in four of the time left is kept. */
    private static final int MOST_KEPT = 4;

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    /** {@return the deadline that is {@code allowed} from now} */
    public static Deadline in(Duration allowed, InstantSource clock) {
        return new Deadline(clock.instant().plus(allowed));
    }

    /** {@return the time left, never negative, and at most the 292 years that nanoseconds can count} */
    public Duration remaining(InstantSource clock) {
        Duration left = Duration.between(clock.instant(), at);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(LONGEST) > 0 ? LONGEST : left;
    }

    /** {@return whether the deadline's moment has come} */
    public boolean passed(InstantSource clock) {
        return !clock.instant().isBefore(at);
    }

    /**
     * Keeps time for the steps that must follow the work.
     *
     * @param reserve the time to keep; at most a quarter of the time left is kept, so that there is always time for the work
     * @return this deadline, earlier by the time kept
     */
    public Deadline keeping(Duration reserve, InstantSource clock) {
        Duration most = remaining(clock).dividedBy(MOST_KEPT);
        return new Deadline(at.minus(reserve.compareTo(most) > 0 ? most : reserve));
    }

    /**
     * For how long something that a process remembers may be used. Before its beginning it may not be used either: then the clock
     * was set back, and its end may be much further away than its age allows. So a clock that goes back makes nothing last longer
     * than twice its age, and nothing wait for as long as the clock went back.
     *
     * @param from when it was asked for
     * @param until when it is too old
     */
    @ForAdapters
    public record Validity(Instant from, Instant until) {
        // A monotonic clock beside the injected one would be exact, but no test could move it. The latest moment seen
        // notices small steps too, but two threads that read the clock in turn would take each other for a clock that
        // goes back. Rows (leases, due times) do not use this rule: hosts share them, and a slow clock would take over
        // every lease of a faster one.

        /** {@return the validity of an answer that is requested now and may get this old} */
        public static Validity of(Instant now, Duration age) {
            return new Validity(now, now.plus(age));
        }

        /** {@return whether it may be used at this moment} */
        public boolean at(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }
}
