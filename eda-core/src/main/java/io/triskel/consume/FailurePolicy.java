package io.triskel.consume;

import io.triskel.event.Envelope;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides what to do with an event whose handler failed, with an exception or an error such as {@link AssertionError} or
 * {@link StackOverflowError}. If the policy throws, the event is retried.
 *
 * <p>If a port failed in the handler (a {@link io.triskel.event.PortException} is thrown, or is a cause), the event is not
 * at fault: no attempt is counted, and of the policy's decisions only {@link Decision#halt} is followed. Otherwise the
 * event is tried again, and parked with an automatic replay once its retry budget or its time is over.
 *
 * <p>The policy is not asked about a {@link LinkageError}, such as a missing class: the package is broken, so the batch
 * halts and no attempt is counted.
 */
@FunctionalInterface
public interface FailurePolicy {
    /**
     * Decides.
     *
     * @param attempt the number of the failed attempt, from 1
     */
    Decision onFailure(Envelope<?> event, Throwable failure, int attempt);

    /**
     * Retries until this many attempts have failed, then parks until an operator replays the event.
     *
     * @param attempts at least 1
     */
    static FailurePolicy retryThenPark(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, not " + attempts);
        }
        return (event, failure, attempt) -> attempt < attempts
                ? Decision.retry()
                : Decision.park("failed " + attempt + " times, last with " + placeOf(failure));
    }

    /**
     * {@return a description of a failure that may be stored: its class and the line that threw it, and those of its root
     * cause} Use it in the reasons of your own policy's decisions: a failure's message may quote personal data, which could
     * not be erased from a store. {@link io.triskel.observe.Observer.Scope#failed} gets the whole failure.
     */
    static String placeOf(Throwable failure) {
        return Place.of(failure);
    }

    /** What to do with an event whose handler failed. */
    sealed interface Decision permits Decisions.Retry, Decisions.Park, Decisions.Halt {
        /** {@return the decision to retry: by redelivery if the source redelivers the event, else in place} */
        static Decision retry() {
            return Decisions.Retry.RETRY;
        }

        /** {@return the decision to park until an operator replays the event} */
        static Decision park(String reason) {
            return new Decisions.Park(reason, Optional.empty());
        }

        /** {@return the decision to park until this moment} */
        static Decision parkUntil(String reason, Instant replayAt) {
            return new Decisions.Park(reason, Optional.of(replayAt));
        }

        /**
         * {@return the decision to stop the batch, because a dependency failed and not the event} No attempt is counted, so
         * that an outage does not park a whole topic.
         */
        static Decision halt(String reason) {
            return new Decisions.Halt(reason);
        }
    }
}
