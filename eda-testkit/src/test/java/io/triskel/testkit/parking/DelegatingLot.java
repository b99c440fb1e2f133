package io.triskel.testkit.parking;

import io.triskel.event.EventId;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A lot that is right, for a mutant to spoil. */
class DelegatingLot implements ParkingLot {
    final ParkingLot right;

    DelegatingLot(int room) {
        right = InMemoryParkingLot.ofCapacity(room);
    }

    @Override
    public ParkResult park(ParkedEvent event) {
        return right.park(event);
    }

    @Override
    public ParkResult parkBehind(ParkedEvent event) {
        return right.parkBehind(event);
    }

    @Override
    public Set<Lane> heldAmong(String consumer, Collection<Lane> lanes) {
        return right.heldAmong(consumer, lanes);
    }

    @Override
    public Optional<LaneLease> lease(String consumer, Lane lane, Instant now, Duration duration) {
        return right.lease(consumer, lane, now, duration);
    }

    @Override
    public List<ParkedEvent> peek(LaneLease lease, int limit) {
        return right.peek(lease, limit);
    }

    @Override
    public boolean remove(LaneLease lease, EventId head) {
        return right.remove(lease, head);
    }

    @Override
    public boolean postpone(LaneLease lease, ParkedEvent head) {
        return right.postpone(lease, head);
    }

    @Override
    public boolean open(LaneLease lease) {
        return right.open(lease);
    }

    @Override
    public void release(LaneLease lease) {
        right.release(lease);
    }

    @Override
    public List<HeldLane> held(String consumer, Optional<Lane> after, int limit) {
        return right.held(consumer, after, limit);
    }

    @Override
    public Optional<HeldLane> held(String consumer, Lane lane) {
        return right.held(consumer, lane);
    }

    @Override
    public List<ParkedEvent> list(String consumer, Lane lane, Optional<EventId> after, int limit) {
        return right.list(consumer, lane, after, limit);
    }

    @Override
    public List<Lane> due(String consumer, Instant now, int limit) {
        return right.due(consumer, now, limit);
    }

    @Override
    public Optional<ParkedEvent> discard(LaneLease lease, EventId event, String reason) {
        return right.discard(lease, event, reason);
    }

    @Override
    public List<ParkedEvent> discarded(String consumer, int limit) {
        return right.discarded(consumer, limit);
    }
}
