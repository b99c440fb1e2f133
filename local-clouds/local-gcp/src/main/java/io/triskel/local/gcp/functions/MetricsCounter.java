package io.triskel.local.gcp.functions;

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

    synchronized void invoked(FunctionResponse response, long nanos) {
        invocations++;
        busyNanos += nanos;
        if (response.status() >= 500) {
            errors++;
        }
        if (response.status() == FunctionResponse.TIMED_OUT) {
            timeouts++;
        }
    }

    synchronized FunctionMetrics snapshot() {
        return new FunctionMetrics(
                invocations, errors, timeouts, throttles, coldStarts, firstInvocations, Duration.ofNanos(busyNanos));
    }
}
