package io.triskel.inbox;

import io.triskel.event.EventId;
import java.time.Instant;
import java.util.Optional;

/**
 * One event of one consumer as a store keeps it, and what a step of {@link Inbox} makes of it. A step changes nothing here:
 * the store writes the next entry on condition that this one is still there, else it starts again with the one that is.
 *
 * @param fence of the last claim, 0 before the first
 * @param attempts that count
 * @param cutOff claims since the last settled one that nobody ended
 * @param completed whether it is never to be handed over again
 * @param parked whether the parking lot has it
 * @param written when it was last written
 * @param leaseEnd of the claim that stands, if one does
 * @param since when the first attempt that counts was claimed
 * @param fenceOfSince the fence of the claim that set {@code since}
 */
public record InboxEntry(
        long fence,
        int attempts,
        int cutOff,
        boolean completed,
        boolean parked,
        Instant written,
        Optional<Instant> leaseEnd,
        Optional<Instant> since,
        long fenceOfSince) {
    private static final int FOR_PEOPLE = 1_000;

    /**
     * What a step comes to.
     *
     * @param next what to write; empty if nothing
     * @param answer what to say once that is written
     */
    public record Step<T>(Optional<InboxEntry> next, T answer) {
        private static <T> Step<T> nothing(T answer) {
            return new Step<>(Optional.empty(), answer);
        }
    }

    /**
     * {@return what a store that knows an event by a digest keeps beside it of its source or id} Whole unless it is very long:
     * people look at it and nothing else does, and each step on an entry writes it again.
     */
    public static String forPeople(String text) {
        if (text.length() <= FOR_PEOPLE) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(FOR_PEOPLE - 1)) ? FOR_PEOPLE - 1 : FOR_PEOPLE;
        return text.substring(0, end) + "...";
    }

    /** {@return what stands for an event that is not in the inbox} */
    public static InboxEntry absent(Instant now) {
        return new InboxEntry(0, 0, 0, false, false, now, Optional.empty(), Optional.empty(), 0);
    }

    /** {@return whether {@link Inbox#forgetBefore} takes it away} */
    public boolean mayGo(Instant moment, Instant now) {
        return written.isBefore(moment) && (completed || (!parked && !leased(now)));
    }

    /**
     * A claim.
     *
     * @param forTheLot whether a parked entry is claimed too, and stays parked
     */
    public Step<ClaimResult> claim(String consumer, EventId event, Instant now, Instant end, boolean forTheLot) {
        if (completed) {
            return Step.nothing(ClaimResult.completed());
        }
        if (parked && !forTheLot) {
            return Step.nothing(ClaimResult.parked());
        }
        if (leased(now)) {
            return Step.nothing(new ClaimResult.InProgress(since.orElse(now), leaseEnd.orElse(now)));
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
                since.isPresent() ? fenceOfSince : fence + 1);
        Claim claim = new Claim(
                consumer, event, new Fence(next.fence), next.attempts, next.since.orElse(now), next.cutOff, end);
        return new Step<>(Optional.of(next), new ClaimResult.Claimed(claim));
    }

    /** A completion under a claim. */
    public Step<Outcome> complete(Claim claim, Instant now) {
        if (fence != claim.fence().token() || (!completed && !leased(now))) {
            return Step.nothing(Outcome.lost());
        }
        return completed ? Step.nothing(Outcome.recorded()) : new Step<>(Optional.of(ended(now)), Outcome.recorded());
    }

    /**
     * A claim that is given back.
     *
     * @param toTheLot whether the parking lot has the event now
     */
    public Step<Outcome> release(Release release, Instant now, boolean toTheLot) {
        if (fence != release.claim().fence().token() || completed) {
            return Step.nothing(Outcome.lost());
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
                fenceOfSince);
        return new Step<>(Optional.of(next), Outcome.recorded());
    }

    /** A completion without a claim. */
    public Step<Outcome> completeParked(Instant now) {
        return !completed && leased(now)
                ? Step.nothing(Outcome.lost())
                : new Step<>(Optional.of(ended(now)), Outcome.recorded());
    }

    private boolean leased(Instant now) {
        return leaseEnd.filter(now::isBefore).isPresent();
    }

    private InboxEntry ended(Instant now) {
        return new InboxEntry(fence, attempts, cutOff, true, false, now, Optional.empty(), since, fenceOfSince);
    }
}
