package io.triskel.parking;

import io.triskel.codec.WireEvent;
import io.triskel.event.EventId;
import java.time.Instant;
import java.util.Optional;

/**
 * A waiting event. It is kept as it was on the wire, so that a replay decodes it with the upcasters of that time.
 *
 * @param consumer the consumer that parked the event
 * @param lane the lane in which the event waits
 * @param event the event's identity, or the identity of its position if it could not be decoded
 * @param wire bytes and attributes
 * @param position the event's place in its source, for people
 * @param reason why the event waits, for people
 * @param attempts how often the event was tried
 * @param parkedAt when the event was first parked
 * @param replayAt when the event is due for another try; absent if only on demand, or if it waits behind another event
 */
public record ParkedEvent(
        String consumer,
        Lane lane,
        EventId event,
        WireEvent wire,
        String position,
        String reason,
        int attempts,
        Instant parkedAt,
        Optional<Instant> replayAt) {
    /** {@return a copy with this reason, this number of attempts and this time of replay} */
    public ParkedEvent waiting(String why, int tried, Optional<Instant> until) {
        return new ParkedEvent(consumer, lane, event, wire, position, why, tried, parkedAt, until);
    }
}
