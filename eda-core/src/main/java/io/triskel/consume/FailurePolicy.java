package io.triskel.consume;

import io.triskel.event.Envelope;

/** Decides about an event whose handler failed. A policy that throws has decided to retry. */
@FunctionalInterface
public interface FailurePolicy {
    /**
     * Decides.
     *
     * @param attempt which attempt failed, from 1
     */
    Decision onFailure(Envelope<?> event, Throwable failure, int attempt);

    /**
     * Retries until so many attempts have failed, then parks until somebody asks for a replay.
     *
     * @param attempts 1 or more
     */
    static FailurePolicy retryThenPark(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("There is 1 attempt or more, not " + attempts);
        }
        return (event, failure, attempt) -> attempt < attempts
                ? Decision.retry()
                : Decision.park("failed " + attempt + " times, last with " + failure);
    }
}
