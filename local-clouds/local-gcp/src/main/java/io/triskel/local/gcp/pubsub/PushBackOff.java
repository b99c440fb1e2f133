package io.triskel.local.gcp.pubsub;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How long a whole subscription is not pushed after failed pushes. The service documents 100 ms to 60 s, growing exponentially with
 * the number of failures: of five messages a second, about 500 ms if one fails, 30 to 60 s if all do (Pub/Sub documentation, "Push
 * subscriptions", "Push backoff", as quoted in public notes of July 2023). The growth in between is ours. Guarded by the subscription.
 */
final class PushBackOff {
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final Duration AFTER_ONE = Duration.ofMillis(500);
    private static final int GROWTH = 3;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Deque<Instant> failures = new ArrayDeque<>();
    private Instant until = Instant.MIN;

    void failed(Instant now) {
        failures.removeIf(failure -> failure.isBefore(now.minus(WINDOW)));
        failures.add(now);
        Duration wait = AFTER_ONE;
        for (int i = 1; i < failures.size() && wait.compareTo(LONGEST) < 0; i++) {
            wait = wait.multipliedBy(GROWTH);
        }
        until = now.plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
    }

    boolean isOver(Instant now) {
        return !now.isBefore(until);
    }
}
