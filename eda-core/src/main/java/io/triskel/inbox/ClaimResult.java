package io.triskel.inbox;

import java.time.Instant;
import java.util.function.Function;

/** The inbox's answer to a claim of an event. */
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

    /** {@return the answer that the event is in the parking lot} */
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

    /** The event's completion is recorded: it must not be handled again. */
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
     * Another holder has a claim whose lease has not ended.
     *
     * @param since {@link Claim#since()} of that claim
     * @param leaseEnd when that lease ends
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

    /** The event is in the parking lot, which is final for the source. */
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

    /** The store failed for this event, which may or may not be claimed now. */
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
