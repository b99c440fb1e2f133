package io.triskel.local.azure.functions;

import java.time.Duration;
import java.util.List;

/**
 * A function's counts so far. The functions of an app share their JVMs: the start of a JVM counts for the function that is
 * invoked there first.
 *
 * @param invocations that were handed to a worker, retries included
 * @param errors among them, time-outs and crashes included
 * @param timeouts among the errors
 * @param retries executions that a retry policy added
 * @param coldStarts from starting a JVM until all functions of the app were loaded, in the order they happened
 * @param firstInvocations from starting a JVM to the end of its first invocation
 * @param batches of events that were delivered; retries are no new deliveries
 * @param batchRecords in these batches
 * @param busy the sum of all invocations' durations
 */
public record FunctionMetrics(
        long invocations,
        long errors,
        long timeouts,
        long retries,
        List<Duration> coldStarts,
        List<Duration> firstInvocations,
        long batches,
        long batchRecords,
        Duration busy) {

    /** Events per batch on average, 0 without batches. */
    public double batchFill() {
        return batches == 0 ? 0 : (double) batchRecords / batches;
    }
}
