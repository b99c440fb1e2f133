package io.triskel.local.azure.functions;

import java.time.Duration;

/**
 * Sets how often and how soon a function is retried for the same trigger ("Azure Functions error handling and
 * retries").
 *
 * @param maxRetries -1 for unlimited, 0 for a function without a policy
 * @param first the delay before the first retry
 * @param longest delays double up to this
 */
record RetryPolicy(int maxRetries, Duration first, Duration longest) {
    static final RetryPolicy NONE = new RetryPolicy(0, Duration.ZERO, Duration.ZERO);

    boolean allows(int retries) {
        return maxRetries == -1 || retries <= maxRetries;
    }

    /**
     * The delay before a retry.
     *
     * @param retry counted from 1
     */
    Duration delay(int retry) {
        Duration delay = first.multipliedBy(1L << Math.min(retry - 1, 20));
        return delay.compareTo(longest) > 0 ? longest : delay;
    }
}
