package io.triskel.parking;

import io.triskel.codec.WireEvent;
import io.triskel.event.EventId;
import java.time.Instant;
import java.util.Optional;

/**
 * An event as it waits: its bytes as on the wire, so that whoever replays it decodes with the upcasters of then.
 *
 * @param consumer whose event
 * @param lane where it stands
 * @param event its identity; that of its position if it could not be decoded
 * @param wire bytes and attributes
 * @param position where it stood in its source, for people
 * @param reason why it waits, for people
 * @param attempts how often it was tried
 * @param parkedAt when it was first parked
 * @param replayAt when it shall be tried again by itself; absent if only when somebody asks, or when it stands behind another
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
    /** {@return a copy that waits for another reason, after so many attempts, until then} */
    public ParkedEvent waiting(String why, int tried, Optional<Instant> until) {
        return new ParkedEvent(consumer, lane, event, wire, position, why, tried, parkedAt, until);
    }
}
