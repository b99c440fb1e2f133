package io.triskel.inbox;

import java.time.Instant;
import java.util.function.Function;

/** What became of the wish to handle an event. */
public sealed interface ClaimResult {
    /** {@return the result of the one function that fits} */
    <R> R fold(
            Function<Claimed, R> claimed,
            Function<Completed, R> completed,
            Function<InProgress, R> inProgress,
            Function<Parked, R> parked,
            Function<Failed, R> failed);

    /** {@return the answer that the event is done} */
    static ClaimResult completed() {
        return Completed.COMPLETED;
    }

    /** {@return the answer that the event is the parking lot's} */
    static ClaimResult parked() {
        return Parked.PARKED;
    }

    /** The event is the caller's until the lease ends. */
    record Claimed(Claim claim) implements ClaimResult {
        @Override
        public <R> R fold(
                Function<Claimed, R> claimed,
                Function<Completed, R> completed,
                Function<InProgress, R> inProgress,
                Function<Parked, R> parked,
                Function<Failed, R> failed) {
            return claimed.apply(this);
        }
    }

    /** Its completion is recorded: it must not be handed over again. */
    record Completed() implements ClaimResult {
        private static final Completed COMPLETED = new Completed();

        @Override
        public <R> R fold(
                Function<Claimed, R> claimed,
                Function<Completed, R> completed,
                Function<InProgress, R> inProgress,
                Function<Parked, R> parked,
                Function<Failed, R> failed) {
            return completed.apply(this);
        }
    }

    /**
     * Somebody else holds a lease that has not ended.
     *
     * @param since as {@link Claim#since()} of the claim that stands
     * @param leaseEnd when it ends
     */
    record InProgress(Instant since, Instant leaseEnd) implements ClaimResult {
        @Override
        public <R> R fold(
                Function<Claimed, R> claimed,
                Function<Completed, R> completed,
                Function<InProgress, R> inProgress,
                Function<Parked, R> parked,
                Function<Failed, R> failed) {
            return inProgress.apply(this);
        }
    }

    /** It is in the parking lot, which is final for the source. */
    record Parked() implements ClaimResult {
        private static final Parked PARKED = new Parked();

        @Override
        public <R> R fold(
                Function<Claimed, R> claimed,
                Function<Completed, R> completed,
                Function<InProgress, R> inProgress,
                Function<Parked, R> parked,
                Function<Failed, R> failed) {
            return parked.apply(this);
        }
    }

    /** The store failed for this event; it may or may not be claimed. */
    record Failed(String message) implements ClaimResult {
        @Override
        public <R> R fold(
                Function<Claimed, R> claimed,
                Function<Completed, R> completed,
                Function<InProgress, R> inProgress,
                Function<Parked, R> parked,
                Function<Failed, R> failed) {
            return failed.apply(this);
        }
    }
}
