package io.triskel.spi;

import io.triskel.event.EventId;
import io.triskel.event.ForAdapters;
import io.triskel.inbox.Fence;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Inbox.Release;
import io.triskel.inbox.WriteOutcome;
import java.time.Instant;
import java.util.Optional;

/**
 * The state machine of inboxes: one event of one consumer as stored, and the next entry after each step of {@link Inbox}.
 * The store writes the next entry if this one is still stored; else it repeats the step with the stored one.
 *
 * @param fence of the last claim, 0 before the first
 * @param attempts how many attempts count
 * @param cutOff how many leases expired without completion or release, since the last claim released after an attempt
 * @param completed whether the event must not be handled again
 * @param parked whether the parking lot has the event
 * @param written when the entry was last written
 * @param leaseEnd of the current claim, if any
 * @param since when the first attempt that counts was claimed
 * @param fenceOfSince the fence of the claim that set {@code since}
 * @param claimant who made the last claim, if the store kept it
 */
@ForAdapters
public record InboxEntry(
        long fence,
        int attempts,
        int cutOff,
        boolean completed,
        boolean parked,
        Instant written,
        Optional<Instant> leaseEnd,
        Optional<Instant> since,
        long fenceOfSince,
        Optional<String> claimant) {
    private static final int FOR_PEOPLE = 1_000;

    /**
     * {@return a source or id in the readable form of stores that identify events by a digest} A text of more than 1,000
     * characters is cut, because each step on an entry writes it again.
     */
    public static String forPeople(String text) {
        if (text.length() <= FOR_PEOPLE) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(FOR_PEOPLE - 1)) ? FOR_PEOPLE - 1 : FOR_PEOPLE;
        return text.substring(0, end) + "...";
    }

    /** {@return the entry of an event that is not in the inbox yet} */
    public static InboxEntry absent(Instant now) {
        return new InboxEntry(0, 0, 0, false, false, now, Optional.empty(), Optional.empty(), 0, Optional.empty());
    }

    /** {@return the entry of a completed event, for a store that keeps nothing else of it} */
    public static InboxEntry completed(long fence, Instant written) {
        return new InboxEntry(
                fence, 0, 0, true, false, written, Optional.empty(), Optional.empty(), 0, Optional.empty());
    }

    /** {@return whether {@link Inbox#forgetBefore} may delete this entry} */
    public boolean mayGo(Instant moment, Instant now) {
        return written.isBefore(moment) && (completed || (!parked && !leased(now)));
    }

    /** {@return what a look-up finds; empty if the event is free} */
    public Optional<ClaimResult> seen(Instant now) {
        if (completed) {
            return Optional.of(ClaimResult.completed());
        }
        if (leased(now)) {
            return Optional.of(new ClaimResult.InProgress(since.orElse(now), leaseEnd.orElse(now)));
        }
        return parked ? Optional.of(ClaimResult.parked()) : Optional.empty();
    }

    /**
     * Claims the event. A claimant that already has a claim gets that one: its answer was lost.
     *
     * @param forTheLot whether a parked entry is claimed too, and stays parked
     */
    public Change<InboxEntry, ClaimResult> claim(
            String consumer, EventId event, Instant now, Instant end, boolean forTheLot, String claimant) {
        if (completed) {
            return Change.nothing(ClaimResult.completed());
        }
        if (parked && !forTheLot) {
            return Change.nothing(ClaimResult.parked());
        }
        if (leaseEnd.isPresent() && this.claimant.filter(claimant::equals).isPresent()) {
            return again(consumer, event, now, end);
        }
        if (leased(now)) {
            return Change.nothing(new ClaimResult.InProgress(since.orElse(now), leaseEnd.orElse(now)));
        }
        InboxEntry next = new InboxEntry(
                fence + 1,
                attempts + 1,
                leaseEnd.isPresent() ? cutOff + 1 : cutOff,
                false,
                parked || forTheLot,
                now,
                Optional.of(end),
                since.isPresent() ? since : Optional.of(now),
                since.isPresent() ? fenceOfSince : fence + 1,
                Optional.of(claimant));
        return Change.write(next, next.claimed(consumer, event, now));
    }

    private Change<InboxEntry, ClaimResult> again(String consumer, EventId event, Instant now, Instant end) {
        if (leaseEnd.filter(end::isAfter).isEmpty()) {
            return Change.nothing(claimed(consumer, event, now));
        }
        InboxEntry longer = new InboxEntry(
                fence, attempts, cutOff, false, parked, now, Optional.of(end), since, fenceOfSince, claimant);
        return Change.write(longer, longer.claimed(consumer, event, now));
    }

    private ClaimResult claimed(String consumer, EventId event, Instant now) {
        return new ClaimResult.Claimed(new Claim(
                consumer, event, new Fence(fence), attempts, since.orElse(now), cutOff, leaseEnd.orElse(now)));
    }

    /** Completes the event under a claim. */
    public Change<InboxEntry, WriteOutcome> complete(Claim claim, Instant now) {
        if (fence != claim.fence().token() || (!completed && !leased(now))) {
            return Change.nothing(WriteOutcome.lost());
        }
        return completed ? Change.nothing(WriteOutcome.recorded()) : Change.write(ended(now), WriteOutcome.recorded());
    }

    /**
     * Releases a claim.
     *
     * @param toTheLot whether the parking lot has the event now
     */
    public Change<InboxEntry, WriteOutcome> release(Release release, Instant now, boolean toTheLot) {
        if (fence != release.claim().fence().token() || completed) {
            return Change.nothing(WriteOutcome.lost());
        }
        InboxEntry next = new InboxEntry(
                fence,
                release.attempts(),
                release.untried() ? cutOff : 0,
                false,
                parked || toTheLot,
                now,
                Optional.empty(),
                release.untried() && fenceOfSince == fence ? Optional.empty() : since,
                fenceOfSince,
                claimant);
        return Change.write(next, WriteOutcome.recorded());
    }

    /** Completes the event without a claim. */
    public Change<InboxEntry, WriteOutcome> completeParked(Instant now) {
        return !completed && leased(now)
                ? Change.nothing(WriteOutcome.lost())
                : Change.write(ended(now), WriteOutcome.recorded());
    }

    private boolean leased(Instant now) {
        return leaseEnd.filter(now::isBefore).isPresent();
    }

    private InboxEntry ended(Instant now) {
        return new InboxEntry(
                fence, attempts, cutOff, true, false, now, Optional.empty(), since, fenceOfSince, claimant);
    }
}
