package io.triskel.inbox;

import io.triskel.event.EventId;
import io.triskel.event.ForAdapters;
import io.triskel.event.IdSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Port: one row per consumer, source and id. Every entry of a call is one conditional write of one row, so that a
 * key-value store is enough. Entries are independent of each other; results come one per entry, in order.
 *
 * <p>A row is free, claimed (fence, lease), completed or parked. Fences of a row only grow and never come from a clock. A
 * clock that goes back makes leases last longer, and does no other harm. Safe for threads. A call that throws
 * {@link io.triskel.event.PortException} has an unknown outcome for all its entries.
 */
public interface Inbox {
    /**
     * Claims the events that are free or whose claim's lease has ended, and counts an attempt of each.
     *
     * @param consumer the consumer's name
     * @param events distinct
     * @param lease at least the time that the caller has left
     * @param claimant a name that no other call has, except one that repeats a call whose answer was lost: what that call claimed
     *     is the caller's, and its lease lasts until the later of the two ends
     */
    List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease, String claimant);

    /** As above, under a name that no other call has. */
    default List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease) {
        return claimAll(consumer, events, now, lease, IdSource.random().next());
    }

    /**
     * Claims for the parking lot: as {@link #claimAll(String, List, Instant, Duration, String)}, but a parked event is claimed and
     * stays parked until completed.
     */
    ClaimResult claimParked(String consumer, EventId event, Instant now, Duration lease, String claimant);

    /** As above, under a name that no other call has. */
    default ClaimResult claimParked(String consumer, EventId event, Instant now, Duration lease) {
        return claimParked(consumer, event, now, lease, IdSource.random().next());
    }

    /** Records completions; a claim whose lease has ended, or whose fence is not the row's, is lost and writes nothing. */
    List<WriteOutcome> completeAll(List<Claim> claims, Instant now);

    /** Gives claims back; a claim whose fence is not the row's writes nothing. A parked row stays parked. */
    List<WriteOutcome> releaseAll(List<Release> releases, Instant now);

    /** Marks claimed events as parked; the lot has them already. A replay counts on from {@link Release#attempts()}. */
    List<WriteOutcome> parkAll(List<Release> releases, Instant now);

    /**
     * Completes a parked event without a claim, as when it is discarded.
     *
     * @return lost, if there is a claim whose lease has not ended
     */
    WriteOutcome completeParked(String consumer, EventId event, Instant now);

    /**
     * Forgets rows that were last written before this moment, oldest first where the store can; never a parked row, nor
     * one with a lease that has not ended. For stores without a time to live.
     *
     * @param limit the most rows to look at
     * @return how many rows are gone
     */
    int forgetBefore(Instant moment, Instant now, int limit);

    /**
     * The right to handle one event for one consumer until the lease ends.
     *
     * @param consumer the consumer's name
     * @param event the event
     * @param fence higher than that of any earlier claim of this event
     * @param attempt which attempt this is, from 1; attempts that were given back do not count
     * @param since when the first attempt that still counts was claimed: the event may have held up its source since then
     * @param cutOff how many earlier claims were neither completed nor released before their lease ended, as when a host dies
     * @param leaseEnd the moment from which the claim is void
     */
    @ForAdapters
    record Claim(
            String consumer, EventId event, Fence fence, int attempt, Instant since, int cutOff, Instant leaseEnd) {
        public Claim {
            if (attempt < 1 || cutOff < 0) {
                throw new IllegalArgumentException(
                        "A claim is attempt 1 or later after 0 or more cut off, this one is attempt " + attempt
                                + " after " + cutOff);
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

        /** The event is the caller's until the lease ends. */
        record Claimed(Claim claim) implements ClaimResult {}

        /** The event's completion is recorded: it must not be handled again. */
        record Completed() implements ClaimResult {
            private static final Completed COMPLETED = new Completed();
        }

        /**
         * Another holder has a claim whose lease has not ended.
         *
         * @param since {@link Claim#since()} of that claim
         * @param leaseEnd when that lease ends
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
     * A claim given back, so that a redelivery can claim at once.
     *
     * @param claim the claim
     * @param attempts how many attempts count from now on: the claim's own number or more if it failed, one less if this attempt
     *     does not count
     * @param untried whether the event was not tried, so that it has not held up its source: the first claim is then forgotten
     *     together with its {@link Claim#since()}
     */
    @ForAdapters
    record Release(Claim claim, int attempts, boolean untried) {
        public Release {
            if (attempts < 0) {
                throw new IllegalArgumentException("Attempts are not negative, these are " + attempts);
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
