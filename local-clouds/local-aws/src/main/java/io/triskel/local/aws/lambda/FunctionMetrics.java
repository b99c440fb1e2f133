package io.triskel.local.aws.lambda;

import java.time.Duration;
import java.util.List;

/**
 * A function's counts so far.
 *
 * @param invocations that reached the handler
 * @param errors among them, time-outs and crashes included
 * @param timeouts among the errors
 * @param throttles invocations that found no free environment; not among the invocations
 * @param coldStarts from starting a JVM to its first poll, in the order they happened
 * @param firstInvocations from starting a JVM to the end of its first invocation
 * @param batches from event source mappings
 * @param batchRecords in these batches
 * @param busy the sum of all invocations' durations
 */
public record FunctionMetrics(
        long invocations,
        long errors,
        long timeouts,
        long throttles,
        List<Duration> coldStarts,
        List<Duration> firstInvocations,
        long batches,
        long batchRecords,
        Duration busy) {

    /** Records per batch on average, 0 without batches. */
    public double batchFill() {
        return batches == 0 ? 0 : (double) batchRecords / batches;
    }
}
