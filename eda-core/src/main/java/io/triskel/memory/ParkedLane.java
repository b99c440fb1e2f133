package io.triskel.memory;

import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.spi.LaneEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** One lane: its head, and its events by their numbers; guarded by its lot. */
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

    /** Called by {@link ParkedLanes} only, which sorts lanes by when their entries are due. */
    void entry(LaneEntry next) {
        entry = next;
    }

    boolean has(EventId event) {
        return places.containsKey(event);
    }

    Optional<ParkedEvent> find(EventId event) {
        return Optional.ofNullable(places.get(event)).map(queue::get);
    }

    /** The lane's head, if it is this event. */
    Optional<ParkedEvent> head(EventId event) {
        return Optional.ofNullable(queue.firstEntry())
                .map(Map.Entry::getValue)
                .filter(head -> head.event().equals(event));
    }

    /** Stores an event under the next number, or the number that it already has. */
    void put(ParkedEvent event) {
        queue.put(places.computeIfAbsent(event.event(), first -> entry.next()), event);
    }

    void remove(ParkedEvent event) {
        Long place = places.remove(event.event());
        if (place != null) {
            queue.remove(place);
        }
    }

    /** The first {@code limit} events after an event, or from the head if the lane does not have that event. */
    List<ParkedEvent> after(Optional<EventId> event, int limit) {
        Optional<Long> place = event.map(places::get);
        return Pages.first(
                place.map(at -> queue.tailMap(at, false)).orElse(queue).values(), limit);
    }
}
