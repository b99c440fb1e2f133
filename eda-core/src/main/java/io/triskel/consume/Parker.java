package io.triskel.consume;

import io.triskel.codec.WireEvent;
import io.triskel.inbox.Claim;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkResult;
import io.triskel.parking.ParkedEvent;
import io.triskel.parking.ParkingLot;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What becomes of an event that is not handled here and now: it is left to the source, or parked. The lot has an event before
 * any inbox row or verdict says so.
 */
final class Parker {
    private final Equipment with;
    private final Situation situation;
    private final List<Item> batch;
    private final Completion completion;

    Parker(Equipment with, Situation situation, FailureMemory memory, List<Item> batch) {
        this.with = with;
        this.situation = situation;
        this.batch = batch;
        this.completion = new Completion(with, memory, situation, this);
    }

    Completion completion() {
        return completion;
    }

    /** Whether what shall come again finds its failures counted; without a lot there is nothing to be done about it. */
    boolean mayComeAgain(Item item, Instant now) {
        return completion.counts(item, now) || !hasLot();
    }

    boolean hasLot() {
        return with.lot() != null;
    }

    /** Leaves it to the source; where the source will not bring it back, to the lot, unless an earlier one is not there. */
    void giveUp(Item item, Why why, String message, Instant now) {
        if (situation.redelivery == Redelivery.NEVER && hasLot() && !item.lane().stopped) {
            park(item, with.later(message), now);
        } else {
            item.unsettled(new Verdict.Unsettled(why, message));
        }
    }

    void park(Item item, Decision.Park decision, Instant now) {
        if (!hasLot()) {
            item.unsettled(new Verdict.Unsettled(
                    Why.FAILED, "it should be parked, but there is no parking lot: " + decision.reason()));
            return;
        }
        if (claimGone(item, now)) {
            return;
        }
        item.parking(decision);
        if (!earlierCompleted(item)) {
            notYetToPark(item, now);
            return;
        }
        try {
            ParkResult result = lot().park(parked(item, decision.reason(), decision.replayAt(), now));
            if (result instanceof ParkResult.Full full) {
                notParked(item, "the parking lot is full at " + full.limit() + " events", now);
            } else {
                parked(item, decision.reason());
            }
        } catch (RuntimeException ofThePort) {
            with.observer().portFailed("parking-lot", ofThePort);
            notParked(item, "it could not be parked: " + ofThePort, now);
        }
    }

    /**
     * Completes what was handled before an event is parked. Were it left for the end of the batch, a crash would bring back
     * an event whose effect is done and whose lane is parked meanwhile, by a later event that it would have to queue behind.
     */
    private boolean earlierCompleted(Item item) {
        if (item.lane().lane == null) {
            return true;
        }
        if (item.lane().uncompleted > 0) {
            completion.completeBefore(item, batch);
        }
        return !item.lane().stopped && item.lane().uncompleted == 0;
    }

    private void notYetToPark(Item item, Instant now) {
        if (!item.lane().stopped && situation.canWait(now)) {
            item.lane().waiting = true;
        } else {
            item.unsettled(new Verdict.Unsettled(
                    Why.BEHIND_A_FAILURE, "the completion of an earlier event of its lane could not be recorded"));
        }
    }

    /**
     * Whoever may have taken the event over decides about it: had they completed it, and parked a later event of its lane, it
     * would queue behind that one. Where nothing comes again, the inbox is asked whether they completed it.
     */
    private boolean claimGone(Item item, Instant now) {
        Claim claim = item.claim();
        if (claim == null || now.isBefore(claim.leaseEnd())) {
            return false;
        }
        item.lostClaim();
        if (situation.redelivery != Redelivery.NEVER) {
            item.unsettled(new Verdict.Unsettled(Why.IN_PROGRESS_ELSEWHERE, "its lease has ended"));
            return true;
        }
        if (completion.endedElsewhere(item, now)) {
            item.completedElsewhere();
            return true;
        }
        return false;
    }

    private void parked(Item item, String reason) {
        item.parked(reason);
        with.observer().parked(with.consumer().name(), item.id(), reason);
    }

    private void notParked(Item item, String message, Instant now) {
        if (situation.canWait(now)) {
            item.lane().waiting = true;
        } else {
            item.unsettled(new Verdict.Unsettled(Why.PORT_FAILED, message));
        }
    }

    /** Whether the item may go on: its lane is open again. Otherwise it has queued in the lot, or could not. */
    boolean findsOpen(Item item, Instant now) {
        if (claimGone(item, now)) {
            return false;
        }
        String reason = Objects.requireNonNullElse(item.unreadable(), "it stands behind a parked event of its lane");
        try {
            ParkResult result = lot().parkBehind(parked(item, reason, Optional.empty(), now));
            if (result instanceof ParkResult.Open) {
                item.lane().held = false;
                return true;
            }
            if (result instanceof ParkResult.Full full) {
                notParked(item, "the parking lot is full at " + full.limit() + " events", now);
            } else {
                parked(item, reason);
            }
        } catch (RuntimeException ofThePort) {
            with.observer().portFailed("parking-lot", ofThePort);
            notParked(item, "it could not be parked: " + ofThePort, now);
        }
        return false;
    }

    private ParkingLot lot() {
        return Objects.requireNonNull(with.lot());
    }

    private ParkedEvent parked(Item item, String reason, Optional<Instant> replayAt, Instant now) {
        Lane lane = item.lane().lane == null ? Lane.alone(item.id()) : item.lane().lane;
        return new ParkedEvent(
                with.consumer().name(),
                lane,
                item.id(),
                wire(item.delivery()),
                item.delivery().position().value(),
                reason,
                item.counted(),
                now,
                replayAt);
    }

    private WireEvent wire(Delivery delivery) {
        return delivery.fold(
                decoded -> decoded.wire()
                        .orElseGet(() -> WireEvent.structured(with.codec().encode(decoded.envelope()))),
                Delivery.Undecodable::wire);
    }
}
