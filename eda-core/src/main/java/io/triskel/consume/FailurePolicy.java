package io.triskel.consume;

import io.triskel.event.Envelope;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides about an event whose handler failed, with an exception or an error such as {@link AssertionError} or
 * {@link StackOverflowError}. A policy that throws has decided to retry.
 *
 * <p>If a port failed under the handler (a {@link io.triskel.event.PortException} is thrown, or is a cause), the event is not
 * at fault: no attempt is counted, and of the policy's decisions only {@link Decision#halt} is followed. Otherwise the event is
 * tried again, and once its retry budget or its time is over it is parked to be replayed by itself.
 *
 * <p>The policy is not asked about a {@link LinkageError}, as of a missing class: the package is broken, so the batch halts and
 * no attempt is counted.
 */
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
                : Decision.park("failed " + attempt + " times, last with " + placeOf(failure));
    }

    /**
     * {@return what a store may keep of a failure: its class and the line that threw it, and those of its root cause} A message
     * may quote personal data, which nobody could erase from there; {@link io.triskel.observe.Observer.Scope#failed} is told the
     * whole failure. A policy of one's own, too, puts this into the reasons of its decisions.
     */
    static String placeOf(Throwable failure) {
        return Place.of(failure);
    }

    /** What to do with an event whose handler failed. */
    sealed interface Decision permits Decisions.Retry, Decisions.Park, Decisions.Halt {
        /** {@return the decision to try again: by redelivery where the source brings the event back, else in place} */
        static Decision retry() {
            return Decisions.Retry.RETRY;
        }

        /** {@return the decision to park until somebody asks for a replay} */
        static Decision park(String reason) {
            return new Decisions.Park(reason, Optional.empty());
        }

        /** {@return the decision to park until this moment} */
        static Decision parkUntil(String reason, Instant replayAt) {
            return new Decisions.Park(reason, Optional.of(replayAt));
        }

        /**
         * {@return the decision to stop the batch, since a dependency failed and not the event} It counts no attempt, so that an
         * outage does not park a whole topic.
         */
        static Decision halt(String reason) {
            return new Decisions.Halt(reason);
        }
    }
}
