package io.triskel.local.function;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counts for {@link FunctionMetrics}; many threads call it, but rarely enough for one lock. */
public final class MetricsCounter {
    private final List<Duration> coldStarts = new ArrayList<>();
    private final List<Duration> firstInvocations = new ArrayList<>();
    private long invocations;
    private long errors;
    private long timeouts;
    private long throttles;
    private long retries;
    private long batches;
    private long batchRecords;
    private long busyNanos;

    /** How an invocation ended. */
    public enum Ending {
        SUCCEEDED,
        FAILED,
        TIMED_OUT
    }

    public synchronized void coldStart(Duration untilReady) {
        coldStarts.add(untilReady);
    }

    public synchronized void firstInvocation(Duration sinceStart) {
        firstInvocations.add(sinceStart);
    }

    public synchronized void throttled() {
        throttles++;
    }

    public synchronized void retried() {
        retries++;
    }

    public synchronized void batch(int records) {
        batches++;
        batchRecords += records;
    }

    public synchronized void invoked(Ending ending, long nanos) {
        invocations++;
        busyNanos += nanos;
        if (ending != Ending.SUCCEEDED) {
            errors++;
        }
        if (ending == Ending.TIMED_OUT) {
            timeouts++;
        }
    }

    /** {@return the counts so far} */
    public synchronized FunctionMetrics snapshot() {
        return new FunctionMetrics(
                invocations,
                errors,
                timeouts,
                throttles,
                retries,
                coldStarts,
                firstInvocations,
                batches,
                batchRecords,
                Duration.ofNanos(busyNanos));
    }
}
