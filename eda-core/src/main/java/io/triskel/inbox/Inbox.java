package io.triskel.inbox;

import io.triskel.event.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Port: one row per consumer, source and id. Every entry of a call is one conditional write of one row, so that a
 * key-value store is enough; entries are independent of each other, results come one per entry, in order.
 *
 * <p>A row is free, claimed (fence, lease), completed or parked. Fences of a row only grow and never come from a clock; a
 * clock that goes back makes leases last longer, and nothing worse. Safe for threads. A call that throws
 * {@link io.triskel.event.PortException} has an unknown outcome for all its entries.
 */
public interface Inbox {
    /**
     * Claims what is free, or was claimed by somebody whose lease has ended, and counts an attempt.
     *
     * @param consumer the consumer's name
     * @param events distinct
     * @param lease at least the time that the caller has left
     */
    List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease);

    /** Claims for the parking lot: as {@link #claimAll}, but a parked event is claimed and stays parked until completed. */
    ClaimResult claimParked(String consumer, EventId event, Instant now, Duration lease);

    /** Records completions; one whose lease has ended, or whose fence is not the row's, is lost and writes nothing. */
    List<Outcome> completeAll(List<Claim> claims, Instant now);

    /** Gives claims back; those whose fence is not the row's write nothing. A parked row stays parked. */
    List<Outcome> releaseAll(List<Release> releases, Instant now);

    /** Hands claims over to the parking lot, which has the events already; {@link Release#attempts()} count there on. */
    List<Outcome> parkAll(List<Release> releases, Instant now);

    /**
     * Ends a parked event without handling it, as when it is discarded: completed from now on.
     *
     * @return lost, if somebody holds a claim whose lease has not ended
     */
    Outcome completeParked(String consumer, EventId event, Instant now);

    /**
     * Forgets rows that were last written before this moment, oldest first where the store can; never a parked row, nor
     * one with a lease that has not ended. For stores without a time to live.
     *
     * @param limit the most rows to look at
     * @return how many rows are gone
     */
    int forgetBefore(Instant moment, Instant now, int limit);
}
