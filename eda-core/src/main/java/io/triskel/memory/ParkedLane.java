package io.triskel.memory;

import io.triskel.event.EventId;
import io.triskel.parking.ParkedEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One parked lane: its queue, its lease and when it is due; guarded by the lot that it is in. */
final class ParkedLane {
    final Map<EventId, ParkedEvent> events = new LinkedHashMap<>();
    long fence;
    Optional<Instant> leaseEnd = Optional.empty();
    Optional<Instant> dueAt;

    ParkedLane(Optional<Instant> dueAt) {
        this.dueAt = dueAt;
    }

    boolean leased(Instant now) {
        return leaseEnd.isPresent() && now.isBefore(leaseEnd.get());
    }

    boolean hasHead(EventId event) {
        return !events.isEmpty() && events.keySet().iterator().next().equals(event);
    }

    Stream<ParkedEvent> after(Optional<EventId> event) {
        Stream<ParkedEvent> all = events.values().stream();
        if (event.isEmpty() || !events.containsKey(event.get())) {
            return all;
        }
        return all.dropWhile(parked -> !parked.event().equals(event.get())).skip(1);
    }
}
