package io.triskel.memory;

import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.LaneEntry;
import io.triskel.parking.ParkedEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** One lane: its head, and its events by their places; guarded by the lot that it is in. */
final class ParkedLane {
    final Lane lane;

    private final NavigableMap<Long, ParkedEvent> queue = new TreeMap<>();
    private final Map<EventId, Long> places = new HashMap<>();
    private LaneEntry entry;

    ParkedLane(Lane lane, LaneEntry entry) {
        this.lane = lane;
        this.entry = entry;
    }

    LaneEntry entry() {
        return entry;
    }

    /** Only {@link ParkedLanes} changes it, which sorts lanes by when they are due. */
    void entry(LaneEntry next) {
        entry = next;
    }

    boolean has(EventId event) {
        return places.containsKey(event);
    }

    Optional<ParkedEvent> find(EventId event) {
        return Optional.ofNullable(places.get(event)).map(queue::get);
    }

    /** The event, if it is the head. */
    Optional<ParkedEvent> head(EventId event) {
        return Optional.ofNullable(queue.firstEntry())
                .map(Map.Entry::getValue)
                .filter(head -> head.event().equals(event));
    }

    /** Puts an event into the next place, or in the place of what is known of it so far. */
    void put(ParkedEvent event) {
        queue.put(places.computeIfAbsent(event.event(), first -> entry.next()), event);
    }

    void remove(ParkedEvent event) {
        Long place = places.remove(event.event());
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
