package io.triskel.inbox;

import io.triskel.event.EventId;
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
     */
    List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease);

    /** Claims for the parking lot: as {@link #claimAll}, but a parked event is claimed and stays parked until completed. */
    ClaimResult claimParked(String consumer, EventId event, Instant now, Duration lease);

    /** Records completions; a claim whose lease has ended, or whose fence is not the row's, is lost and writes nothing. */
    List<Outcome> completeAll(List<Claim> claims, Instant now);

    /** Gives claims back; a claim whose fence is not the row's writes nothing. A parked row stays parked. */
    List<Outcome> releaseAll(List<Release> releases, Instant now);

    /** Marks claimed events as parked; the lot has them already. A replay counts on from {@link Release#attempts()}. */
    List<Outcome> parkAll(List<Release> releases, Instant now);

    /**
     * Completes a parked event without a claim, as when it is discarded.
     *
     * @return lost, if there is a claim whose lease has not ended
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
