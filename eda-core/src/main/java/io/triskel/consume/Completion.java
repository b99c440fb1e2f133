package io.triskel.consume;

import io.triskel.consume.Verdict.Why;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Inbox.Release;
import io.triskel.inbox.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** Ends a batch, with one call of the inbox each to record completions, release claims and mark events as parked. */
final class Completion {
    private final ConsumerParts with;
    private final FailureMemory memory;
    private final Situation situation;
    private final Claiming claiming;
    private final Parker parker;

    /** If lanes are not run apart: deliveries before this index of the batch are completed in this round. */
    private int completedTo;

    Completion(ConsumerParts with, FailureMemory memory, Situation situation, Claiming claiming, Parker parker) {
        this.with = with;
        this.memory = memory;
        this.situation = situation;
        this.claiming = claiming;
        this.parker = parker;
    }

    /** Completes all deliveries handled in a round, at its end. */
    void completeRound(List<DeliveryInWork> batch) {
        completedTo = 0;
        complete(batch);
    }

    /**
     * Completes the deliveries handled before an event that is about to be parked: those of its lane, or of all lanes if
     * they are not run apart. Each delivery is checked once per round, so that many parked events do not each walk the
     * whole batch.
     */
    void completeBefore(DeliveryInWork parked, List<DeliveryInWork> batch) {
        if (!parked.lane().items.isEmpty()) {
            complete(parked.lane().items);
        } else if (parked.place() > completedTo) {
            int from = completedTo;
            completedTo = parked.place();
            complete(batch.subList(from, parked.place()));
        }
    }

    /** Gives handled deliveries their verdict once the inbox has recorded them; the others wait a round. */
    private void complete(List<DeliveryInWork> items) {
        Inbox inbox = with.inbox();
        List<DeliveryInWork> claimed = new ArrayList<>(inbox == null ? 0 : items.size());
        List<Claim> claims = new ArrayList<>(inbox == null ? 0 : items.size());
        for (DeliveryInWork item : items) {
            if (!item.isHandled() || item.verdict() != null) {
                continue;
            }
            Claim claim = item.claiming().claim();
            if (inbox == null || claim == null) {
                item.completed();
            } else {
                claimed.add(item);
                claims.add(claim);
            }
        }
        if (inbox == null || claims.isEmpty()) {
            return;
        }
        Instant now = with.clock().instant();
        List<WriteOutcome> outcomes;
        try {
            outcomes = inbox.completeAll(claims, now);
        } catch (RuntimeException ofThePort) {
            with.observer().portFailed("inbox", ofThePort);
            outcomes = Collections.nCopies(claims.size(), new WriteOutcome.Failed(ofThePort.toString()));
        }
        boolean again = situation.canWait(now);
        for (int i = 0; i < claimed.size(); i++) {
            WriteOutcome outcome = i < outcomes.size() ? outcomes.get(i) : Ports.noOutcome();
            DeliveryInWork item = claimed.get(i);
            if (outcome instanceof WriteOutcome.Recorded) {
                item.completed();
            } else if (outcome instanceof WriteOutcome.Lost || !again) {
                item.notCompleted();
            }
        }
        // In a second loop: giving up may park an event, and by then each handled event of its lane must be completed,
        // or known not to be.
        for (int i = 0; i < claimed.size(); i++) {
            if (!claimed.get(i).isHandled()) {
                end(claimed.get(i), i < outcomes.size() ? outcomes.get(i) : Ports.noOutcome(), now);
            }
        }
    }

    private void end(DeliveryInWork item, WriteOutcome outcome, Instant now) {
        if (outcome instanceof WriteOutcome.Failed failed) {
            parker.giveUp(item, Why.PORT_FAILED, "its completion could not be recorded: " + failed.message(), now);
            return;
        }
        item.claiming().lostClaim();
        if (situation.redelivery == Redelivery.NEVER && endedElsewhere(item, now)) {
            item.completedElsewhere();
        } else {
            parker.giveUp(item, Why.IN_PROGRESS_ELSEWHERE, "its lease expired while it was handled", now);
        }
    }

    /** Whether another claimant completed the event after this claim was lost: a completed event must not be parked. */
    boolean endedElsewhere(DeliveryInWork item, Instant now) {
        try {
            ClaimResult result = claiming.claimAgain(item.id(), now, Duration.ofSeconds(1));
            if (result instanceof ClaimResult.Claimed claimed) {
                item.claiming().reclaimed(claimed.claim());
            }
            return result instanceof ClaimResult.Completed;
        } catch (RuntimeException ofThePort) {
            with.observer().portFailed("inbox", ofThePort);
            return false;
        }
    }

    /**
     * Releases claims, and marks those of parked events as parked; if that fails, the next claimant waits for the leases to
     * expire.
     */
    void letGo(List<DeliveryInWork> items) {
        if (with.inbox() == null) {
            items.forEach(this::remember);
            return;
        }
        List<Release> unsettled = new ArrayList<>();
        List<Release> parked = new ArrayList<>();
        for (DeliveryInWork item : items) {
            Claim claim = item.claiming().claim();
            Verdict verdict = item.verdict();
            if (claim != null && verdict != null) {
                if (item.isInLot()) {
                    parked.add(new Release(claim, item.claiming().counted(), !item.isTried()));
                } else if (!verdict.settled()) {
                    unsettled.add(new Release(claim, item.claiming().counted(), !item.isTried()));
                }
            }
        }
        Inbox inbox = Objects.requireNonNull(with.inbox());
        if (!parked.isEmpty()) {
            tell(() -> inbox.parkAll(parked, with.clock().instant()));
        }
        if (!unsettled.isEmpty()) {
            tell(() -> inbox.releaseAll(unsettled, with.clock().instant()));
        }
    }

    private void remember(DeliveryInWork item) {
        Verdict verdict = item.verdict();
        if (verdict != null && verdict.settled()) {
            memory.settled(item.id());
        } else if (item.isTried()) {
            boolean unused = counts(item, with.clock().instant());
        }
    }

    /**
     * Records an event's failures for its redelivery. An event that was only "not yet" has none; if it blocks others in its
     * source, it is still recorded, with the time since when.
     *
     * @return whether the failures are recorded, by the inbox or by this process, or need not be
     */
    boolean counts(DeliveryInWork item, Instant now) {
        return with.inbox() != null
                || (item.claiming().counted() == 0 && !situation.redelivery.holdsOthers())
                || memory.failed(
                        item.id(), item.claiming().counted(), item.claiming().cutOff(), now);
    }

    private void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException ofThePort) {
            with.observer().portFailed("inbox", ofThePort);
        }
    }
}
