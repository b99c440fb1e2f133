package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import java.time.Duration;

/**
 * How long a failed message waits, doubling from attempt to attempt. Without a policy a pulled message is redelivered
 * immediately, a pushed one after 100 ms to 60 s (Pub/Sub documentation, "Handle message failures", "Push backoff"),
 * here per message.
 */
final class BackOff {
    private static final Duration POLICY_MINIMUM = Duration.ofSeconds(10);
    private static final Duration POLICY_MAXIMUM = Duration.ofMinutes(10);
    private static final Duration PUSH_MINIMUM = Duration.ofMillis(100);
    private static final Duration PUSH_MAXIMUM = Duration.ofMinutes(1);

    private BackOff() {}

    /** @param failures of the message so far, at least 1 */
    static Duration after(int failures, Subscription subscription, boolean pushed) {
        if (subscription.hasRetryPolicy()) {
            RetryPolicy policy = subscription.getRetryPolicy();
            return doubled(
                    policy.hasMinimumBackoff() ? Timestamps.duration(policy.getMinimumBackoff()) : POLICY_MINIMUM,
                    policy.hasMaximumBackoff() ? Timestamps.duration(policy.getMaximumBackoff()) : POLICY_MAXIMUM,
                    failures);
        }
        return pushed ? doubled(PUSH_MINIMUM, PUSH_MAXIMUM, failures) : Duration.ZERO;
    }

    private static Duration doubled(Duration minimum, Duration maximum, int failures) {
        Duration wait = minimum.multipliedBy(1L << Math.min(20, failures - 1));
        return wait.compareTo(maximum) > 0 ? maximum : wait;
    }
}
