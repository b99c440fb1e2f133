package io.triskel.console;

import io.triskel.codec.JsonObject;
import io.triskel.console.FlowObserver.Move;
import io.triskel.console.FlowObserver.Note;
import io.triskel.console.FlowObserver.Sample;
import io.triskel.console.FlowObserver.Station;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** What flows through this process: sampled events, and figures once a second. */
final class FlowWatch implements Screen {
    private static final Duration EVERY = Duration.ofMillis(500);

    private final FlowObserver flow;
    private final ParkedLots lots;
    private final Catalogue catalogue;
    private final Supplier<Map<String, Long>> waiting;
    private final Set<EventType> compensations;
    private boolean figures = true;
    private long lastEvents;
    private long lastNanos = System.nanoTime();

    /**
     * Watches an observer.
     *
     * @param waiting how many events wait for which consumer
     * @param compensations the types that undo something
     */
    FlowWatch(
            FlowObserver flow,
            ParkedLots lots,
            Catalogue catalogue,
            Supplier<Map<String, Long>> waiting,
            Set<EventType> compensations) {
        this.flow = flow;
        this.lots = lots;
        this.catalogue = catalogue;
        this.waiting = waiting;
        this.compensations = compensations;
        this.lastEvents = flow.total().handled.sum();
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    /** Called by one thread at a time. */
    @Override
    public List<Message> look() {
        flow.watch();
        List<Message> messages = new ArrayList<>();
        Sample sample = flow.takeMoves();
        if (!sample.moves().isEmpty()) {
            messages.add(Message.once("move", moves(sample)));
        }
        if (figures) {
            messages.add(Message.state("figure", figure()));
        } else {
            flow.takeNotes().forEach(note -> messages.add(Message.once(note.kind(), note(note))));
        }
        figures = !figures;
        return messages;
    }

    private static JsonObject note(Note note) {
        return JsonObject.empty()
                .set("consumer", note.consumer())
                .set("event", note.event())
                .set(note.kind().equals("parked") ? "reason" : "outcome", note.text());
    }

    private JsonObject moves(Sample sample) {
        long each = Math.max(1, Math.round((double) sample.of() / sample.moves().size()));
        return JsonObject.empty()
                .set("n", each)
                .setObjects("events", sample.moves().stream().map(this::move).toList());
    }

    private JsonObject move(Move move) {
        Envelope<?> event = move.event();
        JsonObject json = JsonObject.empty()
                .set("id", event.id().id())
                .set("type", event.type().wire())
                .set("kind", Shown.kind(event.pattern()))
                .set("undo", compensations.contains(event.type()))
                .set("to", move.to())
                .set("repeat", move.repeat());
        event.key().ifPresent(key -> json.set("order", key.value()));
        event.time().ifPresent(time -> json.set("at", Texts.time(time.toInstant())));
        List<String> senders = catalogue.producers(event.type());
        if (senders.size() == 1) {
            json.set("from", senders.get(0));
        }
        return json;
    }

    private JsonObject figure() {
        long now = System.nanoTime();
        Station total = flow.total();
        long events = total.handled.sum();
        double rate = (events - lastEvents) * 1e9 / Math.max(1, now - lastNanos);
        lastEvents = events;
        lastNanos = now;
        ParkedLots.Snapshot parked = lots.recent();
        Map<String, Long> behind = waiting.get();
        JsonObject stations = JsonObject.empty();
        flow.stations().forEach((name, station) -> {
            JsonObject json = station(station, now)
                    .set("parked", parked.byConsumer().getOrDefault(name, 0L))
                    .set("oldestMs", station.oldestMillis);
            // What nobody counts is absent, and not 0.
            Optional.ofNullable(behind.get(name)).ifPresent(count -> json.set("waiting", count));
            stations.set(name, json);
        });
        JsonObject endings = JsonObject.empty();
        flow.endings().forEach(endings::set);
        JsonObject handler = JsonObject.empty().set("n", total.times.size(now));
        return percentiles(JsonObject.empty(), handler, total, now)
                .set("rate", BigDecimal.valueOf(rate).setScale(1, RoundingMode.HALF_UP))
                .set("handlerMs", handler)
                .set("events", events)
                .set("repeats", total.repeats.sum())
                .set("failures", total.failed.sum())
                .set("published", flow.publishedEvents())
                .set("rejected", flow.rejectedEvents())
                .set("parked", parked.events())
                .set("parkedExact", parked.exact())
                .set("sagas", JsonObject.empty().set("ended", endings))
                .set("stations", stations);
    }

    private static JsonObject station(Station station, long now) {
        JsonObject json = JsonObject.empty()
                .set("handled", station.handled.sum())
                .set("failed", station.failed.sum())
                .set("repeats", station.repeats.sum());
        return percentiles(json, json, station, now);
    }

    private static JsonObject percentiles(JsonObject answer, JsonObject into, Station station, long now) {
        for (Map.Entry<String, Double> of : Map.of("p50", 0.5, "p99", 0.99).entrySet()) {
            OptionalLong micros = station.times.percentile(of.getValue(), now);
            if (micros.isPresent()) {
                into.set(of.getKey(), BigDecimal.valueOf(micros.getAsLong(), 3));
            }
        }
        return answer;
    }
}
