package io.triskel.testkit.parking;

import io.triskel.event.EventId;
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

/** A lot that takes everything and has nothing. */
final class DoesNothingLot implements ParkingLot {
    @Override
    public ParkResult park(ParkedEvent event) {
        return ParkResult.parked();
    }

    @Override
    public ParkResult parkBehind(ParkedEvent event) {
        return ParkResult.open();
    }

    @Override
    public Set<Lane> heldAmong(String consumer, Collection<Lane> lanes) {
        return Set.of();
    }

    @Override
    public Optional<LaneLease> lease(String consumer, Lane lane, Instant now, Duration duration) {
        return Optional.empty();
    }

    @Override
    public List<ParkedEvent> peek(LaneLease lease, int limit) {
        return List.of();
    }

    @Override
    public boolean remove(LaneLease lease, EventId head) {
        return false;
    }

    @Override
    public boolean postpone(LaneLease lease, ParkedEvent head) {
        return false;
    }

    @Override
    public boolean open(LaneLease lease) {
        return false;
    }

    @Override
    public void release(LaneLease lease) {}

    @Override
    public List<HeldLane> held(String consumer, Optional<Lane> after, int limit) {
        return List.of();
    }

    @Override
    public Optional<HeldLane> held(String consumer, Lane lane) {
        return Optional.empty();
    }

    @Override
    public List<ParkedEvent> list(String consumer, Lane lane, Optional<EventId> after, int limit) {
        return List.of();
    }

    @Override
    public List<Lane> due(String consumer, Instant now, int limit) {
        return List.of();
    }

    @Override
    public Optional<ParkedEvent> discard(LaneLease lease, EventId event, String reason) {
        return Optional.empty();
    }

    @Override
    public List<ParkedEvent> discarded(String consumer, int limit) {
        return List.of();
    }
}
