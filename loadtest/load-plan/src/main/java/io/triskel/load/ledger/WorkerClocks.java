package io.triskel.load.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How far the clocks of workers may be apart. No event is seen before it was sent, so for two workers the quickest event of each that the
 * other saw bounds the difference from both sides. Workers on one machine have one clock.
 */
final class WorkerClocks {
    /** Nothing bounds the difference. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private WorkerClocks() {}

    /** {@return how far apart two workers' clocks are at most, in microseconds, or {@link #UNKNOWN}} */
    private static long errorMicros(WorkerLedger one, WorkerLedger other) {
        if (isSame(one, other)) {
            return 0;
        }
        Optional<Long> there = quickest(one, other);
        Optional<Long> back = quickest(other, one);
        return there.isEmpty() || back.isEmpty()
                ? UNKNOWN
                : (Math.max(Math.abs(there.get()), Math.abs(back.get())) + 999) / 1_000;
    }

    /** {@return what is wrong with two workers' clocks, for people} */
    static Optional<String> problem(WorkerLedger one, WorkerLedger other) {
        if (isSame(one, other)) {
            return Optional.empty();
        }
        String both = "workers " + one.worker() + " and " + other.worker();
        Optional<Long> there = quickest(one, other);
        Optional<Long> back = quickest(other, one);
        if (there.isEmpty() || back.isEmpty()) {
            return Optional.of("The clocks of " + both + " cannot be compared: no event went both ways between them");
        }
        long slack = there.get() + back.get();
        return slack >= 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "The clocks of %s moved against each other by at least %.3f ms during the run",
                        both,
                        -slack / 1e6));
    }

    /** {@return that of all pairs, by their places in the list} */
    static long[][] errorsMicros(List<WorkerLedger> workers) {
        return workers.stream()
                .map(one -> workers.stream()
                        .mapToLong(other -> errorMicros(one, other))
                        .toArray())
                .toArray(long[][]::new);
    }

    /** {@return the widest of {@link #errorsMicros}, in microseconds, or {@link #UNKNOWN}} */
    static long widestMicros(long[][] errors) {
        return Arrays.stream(errors).flatMapToLong(Arrays::stream).max().orElse(0);
    }

    private static boolean isSame(WorkerLedger one, WorkerLedger other) {
        return one.worker() == other.worker()
                || (!one.machine().isEmpty() && one.machine().equals(other.machine()));
    }

    /** The quickest event from one worker to another. */
    private static Optional<Long> quickest(WorkerLedger from, WorkerLedger to) {
        return Optional.ofNullable(to.quickestNanos().get(from.worker()));
    }
}
