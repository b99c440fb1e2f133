package io.triskel.consume;

import io.triskel.codec.WireEvent;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkResult;
import io.triskel.parking.ParkedEvent;
import io.triskel.parking.ParkingLot;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Brings events to the parking lot; the lot has an event before any inbox row or verdict says so. */
final class Parker {
    private final Equipment with;

    Parker(Equipment with) {
        this.with = with;
    }

    boolean hasLot() {
        return with.lot() != null;
    }

    /** @throws RuntimeException if the event cannot be encoded, or the lot fails */
    ParkResult park(Item item, Decision.Park decision, Instant now) {
        return lot().park(parked(item, decision.reason(), decision.replayAt(), now));
    }

    /** @throws RuntimeException if the event cannot be encoded, or the lot fails */
    ParkResult parkBehind(Item item, String reason, Instant now) {
        return lot().parkBehind(parked(item, reason, Optional.empty(), now));
    }

    private ParkingLot lot() {
        return Objects.requireNonNull(with.lot());
    }

    private ParkedEvent parked(Item item, String reason, Optional<Instant> replayAt, Instant now) {
        Lane lane = item.lane.lane == null ? Lane.alone(item.id) : item.lane.lane;
        return new ParkedEvent(
                with.consumer().name(),
                lane,
                item.id,
                wire(item.delivery),
                item.delivery.position().value(),
                reason,
                item.counted,
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
