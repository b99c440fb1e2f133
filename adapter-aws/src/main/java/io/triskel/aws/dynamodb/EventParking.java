package io.triskel.aws.dynamodb;

import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.spi.Change;
import io.triskel.spi.LaneEntry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Parks one event, over several attempts. */
final class EventParking {
    private final ParkedItems events;
    private final ParkedEvent event;
    private final boolean opens;
    private final int room;
    private final InstantSource clock;
    private final String stamp = ParkedItem.newStamp();
    private final List<ParkedItem> put = new ArrayList<>();

    EventParking(ParkedItems events, ParkedEvent event, boolean opens, int room, InstantSource clock) {
        this.events = events;
        this.event = event;
        this.opens = opens;
        this.room = room;
        this.clock = clock;
    }

    /**
     * {@return the step} Its answer is empty if it only counts an event that another writer put, or if such an event
     * was taken back meanwhile: then look at the lane again.
     */
    Change<LaneEntry, Optional<ParkResult>> on(LaneRow lane) {
        takeBack(stored ->
                !lane.has(stored.place()) && stored.place() != lane.entry().next());
        Change<LaneEntry, ParkResult> step = lane.entry()
                .park(event, opens, () -> events.place(lane, event.event()).isPresent(), room);
        if (step.next().isEmpty()) {
            takeBack(stored -> !(step.answer() instanceof ParkResult.Parked));
            return Change.nothing(Optional.of(step.answer()));
        }
        Optional<ParkedItem> there = events.put(event, lane.entry().next(), stamp, clock.instant());
        if (there.isEmpty()) {
            return Change.nothing(Optional.empty());
        }
        ParkedItem next = there.get();
        if (next.stamp().equals(stamp)) {
            put.add(next);
            return new Change<>(step.next(), Optional.of(step.answer()));
        }
        ParkedEvent others = next.event(new ParkedBytes(event.event(), event.wire()));
        return new Change<>(
                lane.entry().park(others, true, () -> false, Integer.MAX_VALUE).next(), Optional.empty());
    }

    /**
     * Deletes what earlier attempts put: an item may have arrived so late that its place no longer belongs to the lane.
     */
    private void takeBack(Predicate<ParkedItem> which) {
        put.stream().filter(which).forEach(events::delete);
        put.removeIf(which);
    }
}
