package io.triskel.load.path;

import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes deliveries that are no longer events; without a parking lot, each would block its successors. They are reported and then forgotten:
 * no lane is ever parked.
 */
public record UnreadableEvents(int consumer, LoadPath.Arrived arrived) implements ParkingLot {
    @Override
    public ParkResult park(ParkedEvent event) {
        arrived.unreadable(consumer);
        return ParkResult.parked();
    }

    @Override
    public ParkResult parkBehind(ParkedEvent event) {
        return ParkResult.open();
    }

    @Override
    public Set<Lane> heldAmong(String name, Collection<Lane> lanes) {
        return Set.of();
    }

    @Override
    public Optional<LaneLease> lease(String name, Lane lane, Instant now, Duration duration) {
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
    public void release(LaneLease lease) {
        // Nothing is ever leased.
    }

    @Override
    public List<HeldLane> held(String name, Optional<Lane> after, int limit) {
        return List.of();
    }

    @Override
    public Optional<HeldLane> held(String name, Lane lane) {
        return Optional.empty();
    }

    @Override
    public List<ParkedEvent> list(String name, Lane lane, Optional<EventId> after, int limit) {
        return List.of();
    }

    @Override
    public List<Lane> due(String name, Instant now, int limit) {
        return List.of();
    }

    @Override
    public Optional<ParkedEvent> discard(LaneLease lease, EventId event, String reason) {
        return Optional.empty();
    }

    @Override
    public List<ParkedEvent> discarded(String name, int limit) {
        return List.of();
    }
}
