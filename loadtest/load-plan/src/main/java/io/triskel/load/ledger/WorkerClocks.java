package io.triskel.load.ledger;

import io.triskel.load.clock.ClockBounds;
import io.triskel.load.clock.ClockOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far the clocks of workers may be apart. No event is seen before it was sent, so for two workers the events of each that the other
 * saw bound the difference from both sides. Workers on one machine have one clock.
 */
final class WorkerClocks {
    /** Nothing bounds the difference. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private WorkerClocks() {}

    /** {@return how far apart two workers' clocks are at most, in microseconds, or {@link #UNKNOWN}} */
    private static long errorMicros(WorkerLedger one, WorkerLedger other) {
        return isSame(one, other)
                ? 0
                : between(one, other)
                        .map(offset -> (long) Math.ceil(offset.errorMicros()))
                        .orElse(UNKNOWN);
    }

    /** {@return what is wrong with two workers' clocks, for people} A drift alone is not: the error includes it. */
    static Optional<String> problem(WorkerLedger one, WorkerLedger other) {
        if (isSame(one, other)) {
            return Optional.empty();
        }
        String both = "workers " + one.worker() + " and " + other.worker();
        Optional<ClockOffset> offset = between(one, other);
        if (offset.isEmpty()) {
            return Optional.of("The clocks of " + both + " cannot be compared: no event went both ways between them");
        }
        return offset.filter(each -> each.steps() > 0)
                .map(each -> String.format(
                        Locale.ROOT,
                        "The clocks of %s moved against each other by at least %.3f ms during the run",
                        both,
                        each.stepMicros() / 1e3));
    }

    /** {@return that of all pairs, by their places in the list} */
    static long[][] errorsMicros(List<WorkerLedger> workers) {
        long[][] errors = new long[workers.size()][workers.size()];
        for (int one = 0; one < errors.length; one++) {
            for (int other = one + 1; other < errors.length; other++) {
                errors[one][other] = errorMicros(workers.get(one), workers.get(other));
                errors[other][one] = errors[one][other];
            }
        }
        return errors;
    }

    /** {@return the widest of {@link #errorsMicros}, in microseconds, or {@link #UNKNOWN}} */
    static long widestMicros(long[][] errors) {
        return Arrays.stream(errors).flatMapToLong(Arrays::stream).max().orElse(0);
    }

    private static boolean isSame(WorkerLedger one, WorkerLedger other) {
        return one.worker() == other.worker()
                || (!one.machine().isEmpty() && one.machine().equals(other.machine()));
    }

    /** How far the other worker's clock is from the one's. */
    private static Optional<ClockOffset> between(WorkerLedger one, WorkerLedger other) {
        ClockBounds bounds = arrivals(one, other);
        bounds.merge(arrivals(other, one).reversed());
        return bounds.offset();
    }

    private static ClockBounds arrivals(WorkerLedger at, WorkerLedger from) {
        return ClockBounds.ofArrivals(at.arrivals().getOrDefault(from.worker(), new long[0]));
    }
}
