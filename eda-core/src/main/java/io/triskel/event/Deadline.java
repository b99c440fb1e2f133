package io.triskel.event;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The moment by which a call must have returned. The function host sets it; the core never knowingly runs past it.
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

    /** {@return whether the deadline has passed} */
    public boolean passed(InstantSource clock) {
        return !clock.instant().isBefore(at);
    }

    /** {@return the earlier of both} */
    public Deadline orEarlier(Deadline other) {
        return other.at.isBefore(at) ? other : this;
    }

    /**
     * Reserves time for the steps that must follow the work.
     *
     * @param reserve the time to reserve; at most a quarter of the time left, so that some always remains for the work
     * @return this deadline, earlier by the reserved time
     */
    public Deadline keeping(Duration reserve, InstantSource clock) {
        Duration most = remaining(clock).dividedBy(MOST_KEPT);
        return new Deadline(at.minus(reserve.compareTo(most) > 0 ? most : reserve));
    }

    /**
     * The period in which a remembered value may be used. A moment before {@code from} is outside: the clock was set back,
     * and {@code until} may be further away than the value's age allows. So a clock that goes back extends a value to at
     * most twice its age, and delays nothing by the time it went back.
     *
     * @param from when the value was requested
     * @param until when the value is too old
     */
    @ForAdapters
    public record Validity(Instant from, Instant until) {
        // A monotonic clock in addition to the injected one would be exact, but no test could move it. Comparing
        // with the latest moment seen would catch small steps too, but two threads that read the clock in turn
        // would look like a clock that goes back. Rows (leases, due times) do not use this rule: hosts share them,
        // and a slow clock would take over every lease of a faster one.

        /** {@return the validity of a value that is requested now and may reach this age} */
        public static Validity of(Instant now, Duration age) {
            return new Validity(now, now.plus(age));
        }

        /** {@return whether it may be used at this moment} */
        public boolean at(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }
}
