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
 * One event of one consumer as a store keeps it, and the next entry after each step of {@link Inbox}. An entry is immutable:
 * the store writes the next entry on condition that this one is still stored, else it repeats the step with the stored one.
 *
 * @param fence of the last claim, 0 before the first
 * @param attempts how many attempts count
 * @param cutOff how many claims, since the last one released after a try, had their lease end without completion or release
 * @param completed whether the event is never to be handled again
 * @param parked whether the parking lot has the event
 * @param written when the entry was last written
 * @param leaseEnd of the present claim, if there is one
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
     * {@return a source or id as a store that identifies events by a digest keeps it for people} A text of more than 1,000
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

    /** {@return the entry of a completed event, for a store that keeps no more of it} */
    public static InboxEntry completed(long fence, Instant written) {
        return new InboxEntry(
                fence, 0, 0, true, false, written, Optional.empty(), Optional.empty(), 0, Optional.empty());
    }

    /** {@return whether {@link Inbox#forgetBefore} may delete this entry} */
    public boolean mayGo(Instant moment, Instant now) {
        return written.isBefore(moment) && (completed || (!parked && !leased(now)));
    }

    /**
     * Claims the event. A claim that the same claimant has already is the one that it gets: the answer to it was lost.
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
     * Gives a claim back.
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
