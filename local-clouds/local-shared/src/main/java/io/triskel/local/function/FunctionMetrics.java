package io.triskel.local.function;

import java.time.Duration;
import java.util.List;

/**
 * A function's counts so far; counts that a cloud does not have are 0.
 *
 * @param invocations that reached a JVM, retries included
 * @param errors among the invocations, time-outs and crashes included
 * @param timeouts among the errors
 * @param throttles calls rejected because no JVM was free; not among the invocations
 * @param retries invocations that a retry policy added
 * @param coldStarts each from the start of a JVM until it is ready for an invocation, in order of time
 * @param firstInvocations each from the start of a JVM to the end of its first invocation
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
