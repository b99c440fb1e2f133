package io.triskel.consume;

import io.triskel.event.Envelope;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides about an event whose handler failed. A policy that throws has decided to retry.
 *
 * <p>If a port failed under the handler (a {@link io.triskel.event.PortException} is thrown, or is a cause), the event is not
 * at fault: no attempt is counted, and of the policy's decisions only {@link Decision.Halt} is followed. Otherwise the event is
 * tried again, and once its retry budget or its time is over it is parked to be replayed by itself.
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
    sealed interface Decision {
        /** {@return the result of the one function that fits} */
        <R> R fold(Function<Retry, R> retry, Function<Park, R> park, Function<Halt, R> halt);

        /** {@return the decision to try again} */
        static Decision retry() {
            return Retry.RETRY;
        }

        /** {@return the decision to park until somebody asks for a replay} */
        static Park park(String reason) {
            return new Park(reason, Optional.empty());
        }

        /** {@return the decision to park until this moment} */
        static Decision parkUntil(String reason, Instant replayAt) {
            return new Park(reason, Optional.of(replayAt));
        }

        /** {@return the decision to stop the batch} */
        static Decision halt(String reason) {
            return new Halt(reason);
        }

        /** Try the event again: by redelivery where the source brings it back, else in place. */
        record Retry() implements Decision {
            private static final Retry RETRY = new Retry();

            @Override
            public <R> R fold(Function<Retry, R> retry, Function<Park, R> park, Function<Halt, R> halt) {
                return retry.apply(this);
            }
        }

        /** Give the event to the parking lot. */
        record Park(String reason, Optional<Instant> replayAt) implements Decision {
            @Override
            public <R> R fold(Function<Retry, R> retry, Function<Park, R> park, Function<Halt, R> halt) {
                return park.apply(this);
            }
        }

        /** A dependency failed, not the event: stop the batch and count no attempt, so that an outage does not park a whole topic. */
        record Halt(String reason) implements Decision {
            @Override
            public <R> R fold(Function<Retry, R> retry, Function<Park, R> park, Function<Halt, R> halt) {
                return halt.apply(this);
            }
        }
    }
}
