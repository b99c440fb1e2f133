package io.triskel.console;

import io.triskel.codec.JsonObject;
import io.triskel.console.ParkedLots.Held;
import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the parked lanes and events that a page selected. */
final class Selection {
    static final int MOST_LANES = 1_000;

    private final ConsoleParts parts;
    private final ParkedLots lots;
    private final ParkingLot lot;

    Selection(ConsoleParts parts, ParkedLots lots) {
        this.parts = parts;
        this.lots = lots;
        this.lot = lots.port();
    }

    /** A parked lane of a consumer. */
    record Place(String consumer, Lane lane) {
        String text() {
            return consumer + "/" + Texts.key(lane);
        }
    }

    /**
     * A lane's first event, without its data: dry runs are kept for minutes.
     *
     * @param identity for the page
     */
    record Head(EventId event, JsonObject identity, String reason) {
        static Head of(ParkedEvent event) {
            return new Head(event.event(), ParkedPages.identity(event), Texts.cut(event.reason(), 200));
        }
    }

    /**
     * A selected lane as it was seen.
     *
     * @param events how many waited
     * @param due when it is replayed by itself, if it is
     * @param head its first event; empty if it had none
     * @param chosen the events that were selected singly; if there are none, the lane was
     */
    record Seen(Place place, long events, Optional<Instant> due, Optional<Head> head, List<EventId> chosen) {
        /** {@return the events that a discard removes: those chosen, or the lane's first} */
        List<EventId> discards() {
            return chosen.isEmpty() ? head.map(Head::event).stream().toList() : chosen;
        }

        /** {@return the identity of what was seen, by which a change is noticed} */
        JsonObject asJson() {
            JsonObject json = JsonObject.empty().set("events", events);
            head.ifPresent(first -> json.set("head", first.event().id()));
            return json;
        }

        boolean isLike(Seen other) {
            return events == other.events && head.map(Head::event).equals(other.head.map(Head::event));
        }
    }

    /** What was selected, and whether these are all lanes of its groups. */
    record Selected(List<Seen> lanes, boolean exact) {}

    /**
     * Reads the selected lanes and their first events.
     *
     * @throws Refusal if nothing is selected, or nothing of it is parked
     */
    Selected find(JsonObject select) {
        Map<Place, List<EventId>> places = new LinkedHashMap<>();
        boolean exact = true;
        for (String group : Call.texts(select, "groups")) {
            exact &= addGroup(group, places);
        }
        for (JsonObject one : Call.objects(select, "lanes")) {
            places.computeIfAbsent(place(one), place -> new ArrayList<>());
        }
        for (JsonObject one : Call.objects(select, "events")) {
            places.computeIfAbsent(place(one), place -> new ArrayList<>()).add(event(one));
        }
        if (places.size() > MOST_LANES) {
            throw Refusal.badRequest("More than " + MOST_LANES + " lanes are selected.", "Select fewer, in steps.");
        }
        List<Seen> lanes = new ArrayList<>();
        places.forEach((place, chosen) -> see(place, chosen).ifPresent(lanes::add));
        if (lanes.isEmpty()) {
            throw new Refusal(
                    422, "nothing-selected", "Nothing that is parked is selected.", "Select groups, lanes or events.");
        }
        return new Selected(lanes, exact);
    }

    private boolean addGroup(String group, Map<Place, List<EventId>> places) {
        String consumer = parts.consumer(ParkedLots.consumerOf(group)).name();
        ParkedLots.Part part = lots.read(
                consumer,
                Optional.empty(),
                ParkedLots.MOST_LANES,
                held -> held.group().equals(group),
                MOST_LANES);
        for (Held held : part.lanes()) {
            places.computeIfAbsent(new Place(consumer, held.lane().lane()), place -> new ArrayList<>());
        }
        return part.next().isEmpty();
    }

    /** {@return a lane as it is now; empty if it is not parked} */
    Optional<Seen> see(Place place, List<EventId> chosen) {
        return lot.held(place.consumer(), place.lane())
                .map(lane -> new Seen(
                        place,
                        lane.events(),
                        lane.due(),
                        lots.head(place.consumer(), place.lane()).map(Head::of),
                        List.copyOf(chosen)));
    }

    private Place place(JsonObject one) {
        return new Place(parts.consumer(text(one, "consumer")).name(), Texts.lane(text(one, "key")));
    }

    private static EventId event(JsonObject one) {
        try {
            return new EventId(text(one, "source"), text(one, "id"));
        } catch (IllegalArgumentException noId) {
            throw Refusal.badRequest("A selected event has no id: " + Texts.firstLine(noId), "Correct it.");
        }
    }

    private static String text(JsonObject one, String member) {
        try {
            return one.text(member);
        } catch (IllegalArgumentException missing) {
            throw Refusal.badRequest("A selected lane lacks the member " + member + ".", "Add it.");
        }
    }
}
