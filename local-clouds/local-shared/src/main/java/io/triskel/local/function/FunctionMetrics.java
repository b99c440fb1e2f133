package io.triskel.local.function;

import java.time.Duration;
import java.util.List;

/**
 * A function's counts so far; a count that a cloud does not have is 0.
 *
 * @param invocations that reached a JVM, retries included
 * @param errors among the invocations, time-outs and crashes included
 * @param timeouts among the errors
 * @param throttles calls that were refused because no JVM was free; not among the invocations
 * @param retries invocations that a retry policy added
 * @param coldStarts each from starting a JVM until it is ready for an invocation, in the order they happened
 * @param firstInvocations each from starting a JVM to the end of its first invocation
 * @param batches of events that were delivered; a retry is not a new delivery
 * @param batchRecords in these batches
 * @param busy the sum of all invocations' durations
 */
public record FunctionMetrics(
        long invocations,
        long errors,
        long timeouts,
        long throttles,
        long retries,
        List<Duration> coldStarts,
        List<Duration> firstInvocations,
        long batches,
        long batchRecords,
        Duration busy) {
    public FunctionMetrics {
        coldStarts = List.copyOf(coldStarts);
        firstInvocations = List.copyOf(firstInvocations);
    }

    /** {@return records per batch on average, 0 without batches} */
    public double batchFill() {
        return batches == 0 ? 0 : (double) batchRecords / batches;
    }
}
