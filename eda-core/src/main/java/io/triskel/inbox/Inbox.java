package io.triskel.inbox;

import io.triskel.event.EventId;
import io.triskel.event.ForAdapters;
import io.triskel.event.IdSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Remembers which events a consumer has claimed, completed or parked, so that none is handled again. Port: one row per
 * consumer, source and id. Every entry of a call is one conditional write of one row, so a key-value store is enough.
 * Entries are independent; results are one per entry, in order.
 *
 * <p>A row is free, claimed (fence, lease), completed or parked. Fences of a row only grow and never come from a clock. A
 * clock that goes back only makes leases last longer. Thread-safe. A call that throws
 * {@link io.triskel.event.PortException} has an unknown outcome for all its entries.
 */
public interface Inbox {
    /**
     * Claims the events that are free or whose lease has expired, and counts an attempt of each.
     *
     * @param consumer the consumer's name
     * @param events distinct
     * @param lease at least the caller's remaining time
     * @param claimant a name unique to this call. To repeat a call whose answer was lost, use its name again: the caller
     *     gets the events that it claimed, with the later of the two leases
     */
    List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease, String claimant);

    /** As above, under a name that no other call has. */
    default List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease) {
        return claimAll(consumer, events, now, lease, IdSource.random().next());
    }

    /**
     * Claims a parked event for its replay, as {@link #claimAll(String, List, Instant, Duration, String)}; the event stays
     * parked until completed.
     */
    ClaimResult claimParked(String consumer, EventId event, Instant now, Duration lease, String claimant);

    /** As above, under a name that no other call has. */
    default ClaimResult claimParked(String consumer, EventId event, Instant now, Duration lease) {
        return claimParked(consumer, event, now, lease, IdSource.random().next());
    }

    /**
     * Looks up events, claims nothing and writes nothing; the answers may be out of date when they arrive.
     *
     * @return for each event, in order: completed; in progress, also if it is parked and being replayed; or parked. Empty if
     *     it is free
     * @throws io.triskel.event.PortException if the store fails for any of them
     */
    List<Optional<ClaimResult>> seeAll(String consumer, List<EventId> events, Instant now);

    /**
     * Records completions; a claim whose lease has expired, or whose fence is not the row's, is lost and writes nothing.
     */
    List<WriteOutcome> completeAll(List<Claim> claims, Instant now);

    /** Releases claims; a claim whose fence is not the row's writes nothing. A parked row stays parked. */
    List<WriteOutcome> releaseAll(List<Release> releases, Instant now);

    /**
     * Marks claimed events, which the lot already has, as parked. A replay continues the count at
     * {@link Release#attempts()}.
     */
    List<WriteOutcome> parkAll(List<Release> releases, Instant now);

    /**
     * Completes a parked event without a claim, for example to discard it.
     *
     * @return lost, if a claim's lease has not expired
     */
    WriteOutcome completeParked(String consumer, EventId event, Instant now);

    /**
     * Deletes rows last written before this moment, oldest first if the store can; never a parked row, nor one with an
     * unexpired lease. For stores without a time to live.
     *
     * @param limit the most rows to check
     * @return how many rows were deleted
     */
    int forgetBefore(Instant moment, Instant now, int limit);

    /**
     * The right to handle one event for one consumer until the lease expires.
     *
     * @param consumer the consumer's name
     * @param event the event
     * @param fence higher than that of any earlier claim of this event
     * @param attempt the number of this attempt, from 1; released attempts do not count
     * @param since when the first attempt that still counts was claimed: the event may have blocked its source since then
     * @param cutOff how many earlier claims' leases expired without completion or release, for example because a host died
     * @param leaseEnd the moment from which the claim is void
     */
    @ForAdapters
    record Claim(
            String consumer, EventId event, Fence fence, int attempt, Instant since, int cutOff, Instant leaseEnd) {
        public Claim {
            if (attempt < 1 || cutOff < 0) {
                throw new IllegalArgumentException("attempt must be at least 1 and cutOff at least 0, not attempt "
                        + attempt + " after " + cutOff);
            }
        }
    }

    /** The inbox's answer to a claim of an event. */
    @ForAdapters
    sealed interface ClaimResult {
        /** {@return the answer that the event is done} */
        static ClaimResult completed() {
            return Completed.COMPLETED;
        }

        /** {@return the answer that the event is in the parking lot} */
        static ClaimResult parked() {
            return Parked.PARKED;
        }

        /** The caller has the event until the lease expires. */
        record Claimed(Claim claim) implements ClaimResult {}

        /** The event is completed: it must not be handled again. */
        record Completed() implements ClaimResult {
            private static final Completed COMPLETED = new Completed();
        }

        /**
         * Another claimant's lease has not expired.
         *
         * @param since {@link Claim#since()} of that claim
         * @param leaseEnd when that lease expires
         */
        record InProgress(Instant since, Instant leaseEnd) implements ClaimResult {}

        /** The event is in the parking lot, which is final for the source. */
        record Parked() implements ClaimResult {
            private static final Parked PARKED = new Parked();
        }

        /** The store failed for this event, which may or may not be claimed now. */
        record Failed(String message) implements ClaimResult {}
    }

    /**
     * Releases a claim, so that a redelivery can claim immediately.
     *
     * @param claim the claim
     * @param attempts how many attempts count from now on: at least the claim's number if it failed, one less if this
     *     attempt does not count
     * @param untried whether the event was not tried and so has not blocked its source: the row then forgets
     *     {@link Claim#since()} too
     */
    @ForAdapters
    record Release(Claim claim, int attempts, boolean untried) {
        public Release {
            if (attempts < 0) {
                throw new IllegalArgumentException("attempts must not be negative, not " + attempts);
            }
        }

        /** {@return a release of an event that was not tried} */
        public static Release untried(Claim claim) {
            return new Release(claim, claim.attempt() - 1, true);
        }

        /** {@return a release of an event that was tried, with the number of attempts that count} */
        public static Release tried(Claim claim, int attempts) {
            return new Release(claim, attempts, false);
        }
    }
}
