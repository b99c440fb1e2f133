package io.triskel.consume;

import io.triskel.event.Deadline;
import io.triskel.event.EventId;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.WriteOutcome;
import io.triskel.observe.EventOutcome;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Removes an event from its lane without handling it. */
final class Discarding {
    private static final int PAGE = 100;

    private final ConsumerParts with;
    private final ParkingLot lot;

    Discarding(ConsumerParts with, ParkingLot lot) {
        this.with = with;
        this.lot = lot;
    }

    /** {@return false if the lane does not have the event, or is being replayed} */
    boolean discard(Lane lane, EventId event, String reason, Duration leased) {
        Instant now = with.clock().instant();
        Optional<LaneLease> lease = lot.lease(with.consumer().name(), lane, now, leased);
        if (lease.isEmpty()) {
            return false;
        }
        try {
            Inbox inbox = with.inbox();
            // The inbox first: after a crash between the two writes, the lot has a completed event, which a replay
            // removes as a duplicate. The other order would leave a parked row for ever, without an event in the
            // lot.
            boolean free = has(lane, event)
                    && (inbox == null
                            || inbox.completeParked(with.consumer().name(), event, now)
                                    instanceof WriteOutcome.Recorded);
            if (!free || lot.discard(lease.get(), event, reason).isEmpty()) {
                return false;
            }
            with.observer().replayed(with.consumer().name(), event, EventOutcome.DISCARDED);
            new ReplayedLane(with, lot, lease.get(), new Deadline(now), new ParkedReplay.Counts()).openIfEmpty();
            return true;
        } finally {
            lot.release(lease.get());
        }
    }

    private boolean has(Lane lane, EventId event) {
        Optional<EventId> after = Optional.empty();
        while (true) {
            List<ParkedEvent> page = lot.list(with.consumer().name(), lane, after, PAGE);
            if (page.isEmpty()) {
                return false;
            }
            if (page.stream().anyMatch(parked -> parked.event().equals(event))) {
                return true;
            }
            after = Optional.of(page.get(page.size() - 1).event());
        }
    }
}
