package io.triskel.consume;

import io.triskel.codec.WireEvent;
import io.triskel.consume.Verdict.Why;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Leaves an unhandled event to the source, or parks it. The lot has the event before an inbox row or a verdict says that it
 * is parked.
 */
final class Parker {
    private final ConsumerParts with;
    private final Situation situation;
    private final List<DeliveryInWork> batch;
    private final Completion completion;

    Parker(
            ConsumerParts with,
            Situation situation,
            FailureMemory memory,
            Claiming claiming,
            List<DeliveryInWork> batch) {
        this.with = with;
        this.situation = situation;
        this.batch = batch;
        this.completion = new Completion(with, memory, situation, claiming, this);
    }

    Completion completion() {
        return completion;
    }

    /** Whether the event may be left to redelivery: its failures are recorded, or there is no lot to park it in. */
    boolean mayComeAgain(DeliveryInWork item, Instant now) {
        return completion.counts(item, now) || !hasLot();
    }

    boolean hasLot() {
        return with.lot() != null;
    }

    /**
     * Leaves the event to the source. If the source does not redeliver, the event is parked instead, unless an earlier
     * event of its lane is unsettled and so not in the lot.
     */
    void giveUp(DeliveryInWork item, Why why, String message, Instant now) {
        if (situation.redelivery == Redelivery.NEVER && hasLot() && !item.lane().stopped) {
            park(item, with.later(message), now);
        } else {
            item.unsettled(new Verdict.Unsettled(why, message));
        }
    }

    void park(DeliveryInWork item, Decisions.Park decision, Instant now) {
        if (!hasLot()) {
            item.unsettled(new Verdict.Unsettled(
                    Why.FAILED, "it should be parked, but there is no parking lot: " + decision.reason()));
            return;
        }
        if (claimGone(item, now)) {
            return;
        }
        item.parking(decision);
        if (!item.isAside() && !earlierCompleted(item)) {
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
     * Completes the handled events of the lane before a later one is parked. Otherwise, after a crash, a handled event
     * could be redelivered into the parked lane and queue behind the later event.
     */
    private boolean earlierCompleted(DeliveryInWork item) {
        if (item.lane().lane == null) {
            return true;
        }
        if (item.lane().uncompleted > 0) {
            completion.completeBefore(item, batch);
        }
        return !item.lane().stopped && item.lane().uncompleted == 0;
    }

    private void notYetToPark(DeliveryInWork item, Instant now) {
        if (!item.lane().stopped && situation.canWait(now)) {
            item.lane().waiting = true;
        } else {
            item.unsettled(new Verdict.Unsettled(
                    Why.BEHIND_A_FAILURE, "the completion of an earlier event of its lane could not be recorded"));
        }
    }

    /**
     * Whether the claim's lease has expired, so that the event is not ours to park: another claimant may have completed it
     * and parked a later event of its lane, and this one would queue behind that. If the source does not redeliver, the
     * inbox is asked whether the event was completed, and if not it may be parked.
     */
    private boolean claimGone(DeliveryInWork item, Instant now) {
        Claim claim = item.claiming().claim();
        if (claim == null || now.isBefore(claim.leaseEnd())) {
            return false;
        }
        item.claiming().lostClaim();
        if (situation.redelivery != Redelivery.NEVER) {
            item.unsettled(new Verdict.Unsettled(Why.IN_PROGRESS_ELSEWHERE, "its lease has expired"));
            return true;
        }
        if (completion.endedElsewhere(item, now)) {
            item.completedElsewhere();
            return true;
        }
        return false;
    }

    private void parked(DeliveryInWork item, String reason) {
        item.parked(reason);
        with.observer().parked(with.consumer().name(), item.id(), reason);
    }

    private void notParked(DeliveryInWork item, String message, Instant now) {
        if (situation.canWait(now)) {
            item.lane().waiting = true;
        } else {
            item.unsettled(new Verdict.Unsettled(Why.PORT_FAILED, message));
        }
    }

    /** Whether the lane is open again, so that the item may continue; if not, it was queued in the lot, or could not be. */
    boolean findsOpen(DeliveryInWork item, Instant now) {
        if (claimGone(item, now)) {
            return false;
        }
        String reason = Objects.requireNonNullElse(item.unreadable(), "it is behind a parked event of its lane");
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

    private ParkedEvent parked(DeliveryInWork item, String reason, Optional<Instant> replayAt, Instant now) {
        Lane lane = item.lane().lane == null || item.isAside() ? Lane.alone(item.id()) : item.lane().lane;
        return new ParkedEvent(
                with.consumer().name(),
                lane,
                item.id(),
                wire(item.delivery()),
                item.delivery().position().value(),
                reason,
                item.claiming().counted(),
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
