package io.triskel.local.aws.lambda;

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
    private long throttles;
    private long batches;
    private long batchRecords;
    private long busyNanos;

    synchronized void coldStart(Duration took) {
        coldStarts.add(took);
    }

    synchronized void firstInvocation(Duration sinceStart) {
        firstInvocations.add(sinceStart);
    }

    synchronized void throttled() {
        throttles++;
    }

    synchronized void batch(int records) {
        batches++;
        batchRecords += records;
    }

    synchronized void invoked(InvocationResult result, long nanos) {
        invocations++;
        busyNanos += nanos;
        if (result instanceof InvocationResult.Failed failed) {
            errors++;
            if (failed.errorType().equals(ExecutionEnvironment.TIMED_OUT)) {
                timeouts++;
            }
        }
    }

    synchronized FunctionMetrics snapshot() {
        return new FunctionMetrics(
                invocations,
                errors,
                timeouts,
                throttles,
                List.copyOf(coldStarts),
                List.copyOf(firstInvocations),
                batches,
                batchRecords,
                Duration.ofNanos(busyNanos));
    }
}
