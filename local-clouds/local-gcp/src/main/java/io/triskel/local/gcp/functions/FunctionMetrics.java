package io.triskel.local.gcp.functions;

import java.time.Duration;
import java.util.List;

/**
 * A function's counts so far.
 *
 * @param invocations that reached an instance
 * @param errors among them: answers of 500 or more, time-outs and crashes
 * @param timeouts among the errors
 * @param throttles requests refused because too many waited; not among the invocations
 * @param coldStarts from starting a JVM until it serves, in the order they happened
 * @param firstInvocations from starting a JVM to the end of its first invocation
 * @param busy the sum of all invocations' durations
 */
public record FunctionMetrics(
        long invocations,
        long errors,
        long timeouts,
        long throttles,
        List<Duration> coldStarts,
        List<Duration> firstInvocations,
        Duration busy) {
    public FunctionMetrics {
        coldStarts = List.copyOf(coldStarts);
        firstInvocations = List.copyOf(firstInvocations);
    }
}
