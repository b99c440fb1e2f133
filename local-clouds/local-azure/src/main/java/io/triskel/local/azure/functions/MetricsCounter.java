package io.triskel.local.azure.functions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counts for {@link FunctionMetrics}; called by many threads, seldom enough for one lock. */
final class MetricsCounter {
    private final List<Duration> coldStarts = new ArrayList<>();
    private final List<Duration> firstInvocations = new ArrayList<>();
    private long invocations;
    private long errors;
    private long timeouts;
    private long retries;
    private long batches;
    private long batchRecords;
    private long busyNanos;

    synchronized void coldStart(Duration untilLoaded, Duration untilFirstEnd) {
        coldStarts.add(untilLoaded);
        firstInvocations.add(untilFirstEnd);
    }

    synchronized void retried() {
        retries++;
    }

    synchronized void batch(int records) {
        batches++;
        batchRecords += records;
    }

    synchronized void invoked(ExecutionOutcome outcome, long nanos) {
        invocations++;
        busyNanos += nanos;
        if (!(outcome instanceof ExecutionOutcome.Succeeded)) {
            errors++;
        }
        if (outcome instanceof ExecutionOutcome.TimedOut) {
            timeouts++;
        }
    }

    synchronized FunctionMetrics snapshot() {
        return new FunctionMetrics(
                invocations,
                errors,
                timeouts,
                retries,
                List.copyOf(coldStarts),
                List.copyOf(firstInvocations),
                batches,
                batchRecords,
                Duration.ofNanos(busyNanos));
    }
}
