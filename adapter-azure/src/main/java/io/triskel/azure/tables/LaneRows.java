package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import io.triskel.azure.tables.Marks.Mark;
import io.triskel.codec.WireEvent;
import io.triskel.event.EventId;
import io.triskel.event.PortException;
import io.triskel.parking.Lane;
import io.triskel.parking.LaneEntry;
import io.triskel.parking.LaneEntry.Step;
import io.triskel.parking.ParkedEvent;
import io.triskel.store.KeyForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A lane's partition: its row, its events by their places, the place of each event by its identity, and what was discarded.
 * Each step is one transaction that replaces the lane's row.
 */
final class LaneRows {
    static final String LANE = "lane";
    static final String LISTED = "lanes";
    static final String DUE = "due";

    private static final int TRIES = 256;

    private final Table table;
    private final Marks marks;

    LaneRows(Table table, Marks marks) {
        this.table = table;
        this.marks = marks;
    }

    /** An event and its place in its lane. */
    record Placed(long place, ParkedEvent event) {}

    static String partition(String consumer, Lane lane) {
        return Keys.of(consumer, lane.alone() ? "alone" : "named", lane.value());
    }

    static String marksOf(String kind, String consumer) {
        return kind + "~" + Keys.of(consumer);
    }

    private static Key laneKey(String consumer, Lane lane) {
        return new Key(partition(consumer, lane), LANE);
    }

    static Key eventKey(String consumer, Lane lane, long place) {
        return new Key(partition(consumer, lane), "e" + KeyForm.number(place));
    }

    static Key placeKey(String consumer, Lane lane, EventId event) {
        return new Key(
                partition(consumer, lane),
                "i" + KeyForm.digest(event));
    }

    static Key discardedKey(String consumer, Lane lane, long place) {
        // Places begin again where a lane's row was deleted.
        return new Key(partition(consumer, lane), "x" + KeyForm.number(place) + "~" + Marks.stamp());
    }

    LaneRow lane(String consumer, Lane lane) {
        return table.get(laneKey(consumer, lane)).map(LaneRow::of).orElseGet(() -> LaneRow.unknown(consumer, lane));
    }

    /** Does what the lane's head comes to, and nothing to its events. */
    <T> T step(String consumer, Lane lane, Function<LaneEntry, Step<T>> rule) {
        return step(consumer, lane, rule, (before, answer) -> List.of());
    }

    /**
     * Does what the lane's head comes to, until nobody else is faster.
     *
     * @param events what is written with the head, by the head before and the step's answer
     */
    <T> T step(
            String consumer,
            Lane lane,
            Function<LaneEntry, Step<T>> rule,
            BiFunction<LaneEntry, T, List<Write>> events) {
        for (int tries = 0; tries < TRIES; tries++) {
            LaneRow before = lane(consumer, lane);
            Step<T> step = rule.apply(before.entry());
            if (step.next().isEmpty()
                    || replace(
                            before,
                            marked(before, step.next().get()),
                            events.apply(before.entry(), step.answer()))) {
                return step.answer();
            }
        }
        throw new PortException("Lane '" + lane.value() + "' was changed by others at each of " + TRIES
                + " tries; try again when it is quieter");
    }

    private boolean replace(LaneRow before, LaneRow after, List<Write> events) {
        List<Write> writes = new ArrayList<>();
        writes.add(Write.of(after.entity(laneKey(after.consumer(), after.lane())), after.tag()));
        writes.addAll(events);
        boolean done = table.commit(writes).isPresent();
        if (done) {
            removeBut(before, after);
        } else {
            removeBut(after, before);
        }
        return done;
    }

    /** With new marks where those that the row has do not say what is to be found. */
    private LaneRow marked(LaneRow row, LaneEntry next) {
        Optional<Mark> listed = next.parked() ? row.listed().or(() -> Optional.of(listed(row))) : Optional.empty();
        Optional<Mark> due = row.dueMark().map(Mark::at).equals(next.due())
                ? row.dueMark()
                : next.due().map(at -> due(row, at));
        return row.with(next, listed, due);
    }

    /** Marks a parked lane whose marks are lost; whether one was. */
    boolean repair(String consumer, Lane lane) {
        LaneRow row = lane(consumer, lane);
        Optional<Mark> listed = row.listed().filter(mark -> marks.has(marksOf(LISTED, consumer), mark));
        Optional<Mark> due = row.dueMark().filter(mark -> marks.has(marksOf(DUE, consumer), mark));
        boolean lost = !listed.equals(row.listed()) || !due.equals(row.dueMark());
        LaneRow there = row.with(row.entry(), listed, due);
        // Somebody who writes the row meanwhile is busy with it; the next repair looks again.
        return lost && replace(there, marked(there, row.entry()), List.of());
    }

    private Mark listed(LaneRow row) {
        return marks.put(
                marksOf(LISTED, row.consumer()),
                "",
                Instant.EPOCH,
                order(row.consumer(), row.lane()),
                mark -> name(mark, row));
    }

    private Mark due(LaneRow row, Instant at) {
        return marks.put(marksOf(DUE, row.consumer()), at, order(row.consumer(), row.lane()), mark -> name(mark, row));
    }

    private static void name(TableEntity mark, LaneRow row) {
        mark.addProperty("consumer", row.consumer())
                .addProperty("alone", row.lane().alone());
        Cells.longText(mark, "lane", row.lane().value());
    }

    static Lane named(TableEntity mark) {
        return new Lane(Cells.longText(mark, "lane"), Cells.flag(mark, "alone"));
    }

    /** Lanes are listed in the order of their digests: any order will do that stays. */
    static String order(String consumer, Lane lane) {
        return KeyForm.digest(partition(consumer, lane));
    }

    private void removeBut(LaneRow obsolete, LaneRow named) {
        obsolete.listed()
                .filter(mark -> !obsolete.listed().equals(named.listed()))
                .ifPresent(mark -> marks.remove(marksOf(LISTED, obsolete.consumer()), mark));
        obsolete.dueMark()
                .filter(mark -> !obsolete.dueMark().equals(named.dueMark()))
                .ifPresent(mark -> marks.remove(marksOf(DUE, obsolete.consumer()), mark));
    }

    /** Makes all who have seen this row fail to write the next one. */
    boolean touch(LaneRow row) {
        Key key = laneKey(row.consumer(), row.lane());
        return table.touch(key, row.tag(), () -> row.entity(key), Marks.stamp());
    }

    /** The place of an event, if the lane has it. */
    Optional<Long> place(String consumer, Lane lane, EventId event) {
        return table.get(placeKey(consumer, lane, event)).map(row -> Cells.number(row, "place"));
    }

    Optional<ParkedEvent> event(Key key) {
        return table.get(key).map(LaneRows::event);
    }

    /** Events of a lane after a place, head first. */
    List<Placed> events(String consumer, Lane lane, long after, int limit) {
        List<Placed> events = new ArrayList<>();
        Iterator<TableEntity> rows =
                table.range(partition(consumer, lane), "e" + KeyForm.number(after + 1), "f", Math.max(1, limit));
        while (events.size() < limit && rows.hasNext()) {
            TableEntity row = rows.next();
            events.add(new Placed(Cells.number(row, "place"), event(row)));
        }
        return events;
    }

    static List<Write> added(long place, ParkedEvent event) {
        return List.of(
                Write.create(entity(eventKey(event.consumer(), event.lane(), place), place, event)),
                Write.create(placeKey(event.consumer(), event.lane(), event.event())
                        .entity()
                        .addProperty("place", place)));
    }

    static List<Write> replaced(long place, ParkedEvent event) {
        return List.of(Write.put(entity(eventKey(event.consumer(), event.lane(), place), place, event)));
    }

    static List<Write> taken(Placed placed) {
        ParkedEvent event = placed.event();
        return List.of(
                Write.delete(eventKey(event.consumer(), event.lane(), placed.place())),
                Write.delete(placeKey(event.consumer(), event.lane(), event.event())));
    }

    static List<Write> discarded(Placed placed, Key key, String reason) {
        List<Write> writes = new ArrayList<>(taken(placed));
        ParkedEvent event = placed.event();
        writes.add(
                Write.create(entity(key, placed.place(), event.waiting(reason, event.attempts(), Optional.empty()))));
        return writes;
    }

    private static TableEntity entity(Key key, long place, ParkedEvent event) {
        TableEntity entity = key.entity()
                .addProperty("place", place)
                .addProperty("consumer", event.consumer())
                .addProperty("alone", event.lane().alone())
                .addProperty("attempts", event.attempts());
        Cells.longText(entity, "lane", event.lane().value());
        Cells.longText(entity, "source", event.event().source());
        Cells.longText(entity, "id", event.event().id());
        Cells.texts(entity, "attributes", event.wire().attributes());
        Cells.bytes(entity, "body", event.wire().body());
        Cells.longText(entity, "position", event.position());
        Cells.longText(entity, "reason", event.reason());
        Cells.instant(entity, "parkedAt", Optional.of(event.parkedAt()));
        Cells.instant(entity, "replayAt", event.replayAt());
        return entity;
    }

    private static ParkedEvent event(TableEntity row) {
        return new ParkedEvent(
                Cells.text(row, "consumer"),
                named(row),
                new EventId(Cells.longText(row, "source"), Cells.longText(row, "id")),
                new WireEvent(Cells.texts(row, "attributes"), Cells.bytes(row, "body")),
                Cells.longText(row, "position"),
                Cells.longText(row, "reason"),
                Math.toIntExact(Cells.number(row, "attempts")),
                Cells.instant(row, "parkedAt").orElseThrow(),
                Cells.instant(row, "replayAt"));
    }
}
