package io.triskel.memory;

import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkedEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One parked lane: its queue, its lease and when it is due; guarded by the lot that it is in. */
final class ParkedLane {
    final Lane lane;
    long fence;
    Optional<Instant> leaseEnd = Optional.empty();

    private final NavigableMap<Long, ParkedEvent> queue = new TreeMap<>();
    private final Map<EventId, Long> places = new HashMap<>();
    private Optional<Instant> dueAt = Optional.empty();
    private long arrivals;

    ParkedLane(Lane lane) {
        this.lane = lane;
    }

    boolean leased(Instant now) {
        return leaseEnd.isPresent() && now.isBefore(leaseEnd.get());
    }

    Optional<Instant> dueAt() {
        return dueAt;
    }

    /** Only {@link ParkedLanes} changes it, which sorts lanes by it. */
    void dueAt(Optional<Instant> moment) {
        dueAt = moment;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    boolean hasHead(EventId event) {
        return !queue.isEmpty() && queue.firstEntry().getValue().event().equals(event);
    }

    @Nullable
    ParkedEvent get(EventId event) {
        Long place = places.get(event);
        return place == null ? null : queue.get(place);
    }

    /** Puts an event at the end, or in the place of what is known of it so far. */
    void put(ParkedEvent event) {
        queue.put(places.computeIfAbsent(event.event(), first -> arrivals++), event);
    }

    void remove(EventId event) {
        Long place = places.remove(event);
        if (place != null) {
            queue.remove(place);
        }
    }

    /** Those behind an event, as many as the limit says; from the head if there is no such event. */
    List<ParkedEvent> after(Optional<EventId> event, int limit) {
        Optional<Long> place = event.map(places::get);
        return Pages.first(
                place.map(at -> queue.tailMap(at, false)).orElse(queue).values(), limit);
    }
}
