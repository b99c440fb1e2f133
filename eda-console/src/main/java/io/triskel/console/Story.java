package io.triskel.console;

import io.triskel.codec.InvalidEventException;
import io.triskel.codec.JsonObject;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.projection.View;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaRow.PendingCommand;
import io.triskel.saga.SagaRow.Timer;
import io.triskel.saga.SagaStatus;
import io.triskel.store.EventReader.EventPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Tells what happened to one exact id: in its streams, its sagas, the parking lots and the views. */
final class Story {
    private static final int MOST_EVENTS = 500;
    private static final int MOST_PARKED = 50;

    private final ConsoleParts parts;
    private final List<String> patterns;
    private final SagaWatch sagas;
    private final Shown shown;
    private final String id;

    private final List<Row> rows = new ArrayList<>();
    private final List<JsonObject> streamsRead = new ArrayList<>();
    private final List<JsonObject> sagaRows = new ArrayList<>();
    private final List<JsonObject> parked = new ArrayList<>();
    private final List<JsonObject> viewRows = new ArrayList<>();
    private final List<JsonObject> read = new ArrayList<>();
    private final List<JsonObject> notRead = new ArrayList<>();
    private boolean pending;

    /** A row with its time, if that is known. */
    private record Row(Optional<Instant> at, JsonObject json) {}

    /** @param patterns the names of streams, with {@code {id}} for the id */
    Story(ConsoleParts parts, List<String> patterns, SagaWatch sagas, Shown shown, String id) {
        this.parts = parts;
        this.patterns = patterns;
        this.sagas = sagas;
        this.shown = shown;
        this.id = id;
    }

    JsonObject tell() {
        Set<String> names = names();
        names.forEach(this::stream);
        parts.sagas().keySet().forEach(this::saga);
        parts.consumers().keySet().forEach(consumer -> lanes(consumer, names));
        parts.views().forEach((name, view) -> names.forEach(stream -> row(name, view, stream)));
        notRead("other ids of the same person, and events of other streams", "only an archive can be searched by them");
        rows.sort(Comparator.comparing(row -> row.at().orElse(Instant.MAX)));
        boolean found = !rows.isEmpty() || !sagaRows.isEmpty() || !parked.isEmpty() || !viewRows.isEmpty();
        return JsonObject.empty()
                .set("id", id)
                .set("found", found)
                .set("pending", pending)
                .set("at", Texts.time(parts.platform().clock().instant()))
                .setObjects("rows", rows.stream().map(Row::json).toList())
                .setObjects("streams", streamsRead)
                .setObjects("sagas", sagaRows)
                .setObjects("parked", parked)
                .setObjects("views", viewRows)
                .setObjects("read", read)
                .setObjects("notRead", notRead);
    }

    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        patterns.forEach(pattern -> names.add(pattern.replace("{id}", id)));
        names.add(id);
        names.removeIf(name -> name.isBlank() || name.length() > 128);
        return names;
    }

    /** Asks a port; what fails is named and the rest is told. */
    private void ask(String what, Supplier<Integer> port) {
        try {
            read.add(JsonObject.empty().set("what", what).set("n", port.get()));
        } catch (PortException failed) {
            notRead(what, Texts.firstLine(failed));
        } catch (InvalidEventException unreadable) {
            notRead(what, "it has an event that cannot be read");
        } catch (IllegalArgumentException notAnId) {
            notRead(what, "it cannot have this id");
        }
    }

    private void notRead(String what, String why) {
        notRead.add(JsonObject.empty().set("what", what).set("why", why));
    }

    private void stream(String name) {
        ask("stream " + name, () -> {
            EventPage page =
                    parts.platform().stores().eventStore(Shown.WITHOUT_TYPES).read(new StreamId(name), 0, MOST_EVENTS);
            if (page.lastRevision() > 0) {
                streamsRead.add(JsonObject.empty()
                        .set("stream", name)
                        .set("revision", page.lastRevision())
                        .set("more", page.more()));
            }
            if (page.more()) {
                notRead(
                        "events of " + name + " after revision " + page.events().size(),
                        "a story has at most " + MOST_EVENTS + " of a stream");
            }
            page.events().forEach(event -> fact(name, event));
            return page.events().size();
        });
    }

    private void fact(String stream, Envelope<?> event) {
        String revision = event.pattern() instanceof EventKind.Sourced sourced ? ", " + sourced.revision() : "";
        JsonObject json = row(event, "fact", stream + revision);
        shown.data(event).ifPresent(data -> json.set("data", data));
        add(event, json);
    }

    private static JsonObject row(Envelope<?> event, String kind, String where) {
        JsonObject json = JsonObject.empty()
                .set("id", event.id().id())
                .set("kind", kind)
                .set("type", event.type().wire())
                .set("where", where);
        event.metadata().causation().ifPresent(cause -> json.set("cause", cause));
        return json;
    }

    private void add(Envelope<?> event, JsonObject json) {
        add(event.time().map(time -> time.toInstant()), json);
    }

    private void add(Optional<Instant> at, JsonObject json) {
        at.ifPresent(time -> json.set("at", Texts.time(time)));
        rows.add(new Row(at, json));
    }

    private void saga(String name) {
        ask("saga " + name, () -> {
            Optional<SagaRow> found = parts.saga(name).find(id);
            found.ifPresent(row -> {
                sagaRows.add(sagas.instance(row));
                pending |= row.status() instanceof SagaStatus.Running;
                row.timers().forEach(timer -> timer(name, timer));
                row.unsent().commands().forEach(command -> command(name, command));
            });
            return found.isPresent() ? 1 : 0;
        });
    }

    private void timer(String saga, Timer timer) {
        add(
                Optional.of(timer.due()),
                JsonObject.empty()
                        .set("id", "timer " + saga + " " + timer.name())
                        .set("kind", "timer")
                        .set("type", timer.name())
                        .set("where", "saga " + saga + ", due"));
    }

    private void command(String saga, PendingCommand command) {
        try {
            Envelope<?> event = Shown.WITHOUT_TYPES.decode(command.event());
            add(event, row(event, "command", "to " + command.target() + ", not known as sent by saga " + saga));
        } catch (RuntimeException unreadable) {
            notRead("command " + command.id(), "it cannot be read");
        }
    }

    private void lanes(String consumer, Set<String> names) {
        Set<String> lanes = new LinkedHashSet<>(names);
        lanes.add(id);
        ask("parking lot of " + consumer, () -> {
            int events = 0;
            for (String name : lanes) {
                events += lane(consumer, Lane.of(name));
            }
            return events;
        });
    }

    private int lane(String consumer, Lane lane) {
        Optional<HeldLane> held = parts.platform().stores().parkingLot().held(consumer, lane);
        if (held.isEmpty()) {
            return 0;
        }
        List<ParkedEvent> events =
                parts.platform().stores().parkingLot().list(consumer, lane, Optional.empty(), MOST_PARKED);
        JsonObject json =
                ParkedPages.place(consumer, lane).set("events", held.get().events());
        events.stream()
                .findFirst()
                .ifPresent(head -> json.set("head", ParkedPages.identity(head))
                        .set("reason", head.reason())
                        .set("parkedAt", Texts.time(head.parkedAt())));
        held.get().due().ifPresent(due -> json.set("nextRetry", Texts.time(due)));
        parked.add(json);
        pending = true;
        events.forEach(this::parkedRow);
        return events.size();
    }

    private void parkedRow(ParkedEvent event) {
        JsonObject identity = ParkedPages.identity(event);
        JsonObject json = JsonObject.empty()
                .set("id", "parked " + event.consumer() + " " + event.event().id())
                .set("cause", event.event().id())
                .set("kind", "parked")
                .set("where", "parked by " + event.consumer())
                .set("text", event.reason());
        if (identity.has("type")) {
            json.set("type", identity.text("type"));
        }
        add(Optional.of(event.parkedAt()), json);
    }

    private void row(String name, View<?> view, String stream) {
        ask("view " + name + ", row " + stream, () -> {
            StreamId row = new StreamId(stream);
            if (view.find(row).isEmpty()) {
                return 0;
            }
            JsonObject json = JsonObject.empty().set("view", name);
            view.findWithoutPerson(row)
                    .flatMap(shown::row)
                    .ifPresentOrElse(shownRow -> json.set("row", shownRow), () -> json.set("personal", true));
            viewRows.add(json);
            return 1;
        });
    }
}
