package io.triskel.console;

import io.triskel.codec.InvalidEventException;
import io.triskel.codec.JsonObject;
import io.triskel.console.ParkedLots.Held;
import io.triskel.console.ParkedLots.Part;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Pages of parked lanes and events, each read when it is asked for. */
final class ParkedPages {
    /** The most lanes read for one page: a page may be short, and the next one continues. */
    static final int MOST_READ = 500;

    private static final int MOST_EVENTS = 500;
    private static final int EVENTS_OF_A_PAGE = 50;

    private final ConsoleParts parts;
    private final ParkedLots lots;
    private final ParkingLot lot;
    private final Shown shown;

    ParkedPages(ConsoleParts parts, ParkedLots lots, Shown shown) {
        this.parts = parts;
        this.lots = lots;
        this.lot = lots.port();
        this.shown = shown;
    }

    /** {@return lanes of a group} */
    JsonObject group(Call call, String group) {
        String consumer = parts.consumer(ParkedLots.consumerOf(group)).name();
        Optional<Lane> after = Optional.ofNullable(call.query().get("after")).map(Texts::lane);
        int limit = call.limit(50);
        Part part = lots.read(consumer, after, MOST_READ, held -> held.group().equals(group), limit);
        JsonObject page = JsonObject.empty()
                .set("group", group)
                .setObjects("items", part.lanes().stream().map(this::lane).toList())
                .set("read", part.read());
        return part.next().map(lane -> page.set("next", Texts.key(lane))).orElseGet(() -> page.setNull("next"));
    }

    /** {@return a lane with its first event, which is read for this} */
    JsonObject lane(Held held) {
        Instant now = parts.platform().clock().instant();
        JsonObject json = place(held.consumer(), held.lane().lane())
                .set("events", held.lane().events())
                .set("group", held.group());
        lots.head(held.consumer(), held.lane().lane())
                .ifPresent(head -> json.set("head", identity(head))
                        .set("reason", head.reason())
                        .set("attempts", head.attempts())
                        .set("parkedAt", Texts.time(head.parkedAt())));
        held.lane().due().ifPresent(due -> json.set("nextRetry", Texts.time(due)));
        held.lane().leaseEnd().filter(now::isBefore).ifPresent(end -> json.set("busyUntil", Texts.time(end)));
        return json;
    }

    static JsonObject place(String consumer, Lane lane) {
        return JsonObject.empty()
                .set("consumer", consumer)
                .set("key", Texts.key(lane))
                .set("lane", Texts.readable(lane));
    }

    /** {@return the identity of a parked event, with its type if it can be read} */
    static JsonObject identity(ParkedEvent parked) {
        JsonObject identity = JsonObject.empty()
                .set("source", parked.event().source())
                .set("id", parked.event().id());
        try {
            return identity.set("type", Shown.read(parked.wire()).type().wire());
        } catch (RuntimeException undecodable) {
            return identity;
        }
    }

    /** {@return events of one lane} */
    JsonObject events(Call call, String consumer, String key) {
        Lane lane = Texts.lane(key);
        int limit = call.limit(50);
        Optional<EventId> after = Optional.ofNullable(call.query().get("after")).map(ParkedPages::eventId);
        List<ParkedEvent> page = lot.list(parts.consumer(consumer).name(), lane, after, limit);
        JsonObject json = place(consumer, lane)
                .setObjects("items", page.stream().map(one -> event(one, false)).toList());
        return page.size() < limit
                ? json.setNull("next")
                : json.set("next", text(page.get(page.size() - 1).event()));
    }

    /** {@return one event with its data} */
    JsonObject event(Call call, String consumer, String key, String id) {
        Lane lane = Texts.lane(key);
        Optional<String> source = Optional.ofNullable(call.query().get("source"));
        List<ParkedEvent> found = find(parts.consumer(consumer).name(), lane, id, source);
        if (found.isEmpty()) {
            throw Refusal.notFound(
                    "The lane has no event '" + Texts.cut(id, 80) + "' among its first " + MOST_EVENTS + ".",
                    "It may have been replayed or discarded: look at the lane again.");
        }
        if (found.size() > 1) {
            throw Refusal.badRequest("Events of several sources have this id.", "Add the parameter source.");
        }
        return event(found.get(0), true);
    }

    /** Reads in small pages, because each event has its data. */
    private List<ParkedEvent> find(String consumer, Lane lane, String id, Optional<String> source) {
        List<ParkedEvent> found = new ArrayList<>();
        Optional<EventId> after = Optional.empty();
        List<ParkedEvent> page;
        int read = 0;
        do {
            page = lot.list(consumer, lane, after, EVENTS_OF_A_PAGE);
            for (ParkedEvent parked : page) {
                after = Optional.of(parked.event());
                if (parked.event().id().equals(id)
                        && source.filter(given -> !given.equals(parked.event().source()))
                                .isEmpty()) {
                    found.add(parked);
                }
            }
            read += page.size();
        } while (page.size() == EVENTS_OF_A_PAGE && read < MOST_EVENTS);
        return found;
    }

    private JsonObject event(ParkedEvent parked, boolean withData) {
        JsonObject json;
        try {
            Envelope<?> event = Shown.read(parked.wire());
            json = Shown.attributes(event).set("decodable", true);
            if (withData) {
                shown.data(event).ifPresent(data -> json.set("data", data));
            }
        } catch (InvalidEventException undecodable) {
            return about(JsonObject.empty().set("event", identity(parked)), parked)
                    .set("decodable", false)
                    .set("bytes", parked.wire().body().length);
        }
        return about(json, parked);
    }

    private static JsonObject about(JsonObject json, ParkedEvent parked) {
        json.set("reason", parked.reason())
                .set("attempts", parked.attempts())
                .set("parkedAt", Texts.time(parked.parkedAt()))
                .set("position", Texts.cut(parked.position(), 200));
        parked.replayAt().ifPresent(at -> json.set("nextRetry", Texts.time(at)));
        return json;
    }

    /** {@return discarded events of all consumers, latest first} */
    JsonObject discarded(Call call) {
        int limit = call.limit(50);
        List<ParkedEvent> all = new ArrayList<>();
        parts.consumers().keySet().forEach(consumer -> all.addAll(lot.discarded(consumer, limit)));
        all.sort(Comparator.comparing(ParkedEvent::parkedAt).reversed());
        return JsonObject.empty()
                .setObjects(
                        "items",
                        all.stream()
                                .limit(limit)
                                .map(parked -> event(parked, false)
                                        .set("consumer", parked.consumer())
                                        .set("key", Texts.key(parked.lane()))
                                        .set("lane", Texts.readable(parked.lane())))
                                .toList());
    }

    private static String text(EventId event) {
        return event.source().length() + "." + event.source() + event.id();
    }

    private static EventId eventId(String text) {
        try {
            int dot = text.indexOf('.');
            int end = dot + 1 + Integer.parseInt(text.substring(0, dot));
            return new EventId(text.substring(dot + 1, end), text.substring(end));
        } catch (RuntimeException another) {
            throw Refusal.badRequest("after is not a page's next.", "Take it from the page before.");
        }
    }
}
