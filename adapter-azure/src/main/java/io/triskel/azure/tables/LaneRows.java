package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import io.triskel.azure.tables.Marks.Mark;
import io.triskel.azure.tables.Marks.Wanted;
import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.spi.Change;
import io.triskel.spi.LaneEntry;
import io.triskel.store.KeyForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A lane's partition: its row, its events by place, the place of each event by identity, and its discarded events. Each
 * step is one transaction that replaces the lane's row.
 */
final class LaneRows {
    static final String LANE = "lane";

    /** The name of the marks of discarded events, and the prefix of these marks' partitions. */
    static final String DISCARDED = "discarded";

    private final EntityTable table;
    private final Marks marks;

    LaneRows(EntityTable table, Marks marks) {
        this.table = table;
        this.marks = marks;
    }

    /**
     * Writes in the same transaction as a lane's row.
     *
     * @param events the writes of the lane's events and of discarded ones
     * @param discarded the mark by which a discarded event is found
     */
    record Along(List<Write> events, Optional<Discarded> discarded) {
        static final Along NOTHING = new Along(List.of(), Optional.empty());
    }

    /** The copy of a discarded event, and the mark that finds it; no row names this mark. */
    record Discarded(Key copy, Wanted mark) {}

    private record Next(LaneRow row, Along along) {}

    /**
     * An event and its place in its lane.
     *
     * @param parts the number of its entities after the first
     */
    record Placed(long place, ParkedEvent event, int parts) {
        private Key key() {
            return eventKey(event.consumer(), event.lane(), place);
        }
    }

    static String partition(String consumer, Lane lane) {
        return TableKeys.of(consumer, lane.alone() ? "alone" : "named", lane.value());
    }

    private static Key laneKey(String consumer, Lane lane) {
        return new Key(partition(consumer, lane), LANE);
    }

    static Key eventKey(String consumer, Lane lane, long place) {
        return new Key(partition(consumer, lane), "e" + KeyForm.number(place));
    }

    static Key placeKey(String consumer, Lane lane, EventId event) {
        return new Key(partition(consumer, lane), "i" + KeyForm.digest(event));
    }

    LaneRow lane(String consumer, Lane lane) {
        return table.get(laneKey(consumer, lane)).map(LaneRow::of).orElseGet(() -> LaneRow.unknown(consumer, lane));
    }

    /** Applies a rule to the lane's head, and leaves the lane's events as they are. */
    <T> T step(String consumer, Lane lane, Function<LaneEntry, Change<LaneEntry, T>> rule) {
        return step(consumer, lane, rule, (before, answer) -> Along.NOTHING);
    }

    /**
     * Applies a rule to the lane's head, and repeats it while other writers are faster.
     *
     * @param along supplies the writes in addition to the head, from the previous head and the step's answer
     */
    <T> T step(
            String consumer,
            Lane lane,
            Function<LaneEntry, Change<LaneEntry, T>> rule,
            BiFunction<LaneEntry, T, Along> along) {
        return until(consumer, lane, row -> {
            Change<LaneEntry, T> step = rule.apply(row.entry());
            return step.map(next -> new Next(row.with(next), along.apply(row.entry(), step.answer())));
        });
    }

    /** Marks a parked lane if its marks are lost; returns whether one was lost. */
    boolean repair(String consumer, Lane lane) {
        return until(consumer, lane, row -> {
            Map<String, Mark> there = marks.there(row.marks());
            return there.equals(row.marks())
                    ? Change.nothing(false)
                    : Change.write(new Next(row.naming(there), Along.NOTHING), true);
        });
    }

    private <T> T until(String consumer, Lane lane, Function<LaneRow, Change<Next, T>> step) {
        return EntityTable.WRITES.step(
                "Lane '" + lane.value() + "'", Optional.empty(), () -> lane(consumer, lane), step, this::commit);
    }

    private boolean commit(Next next) {
        LaneRow row = next.row();
        Map<String, Wanted> wanted = row.wanted();
        next.along().discarded().ifPresent(discarded -> wanted.put(DISCARDED, discarded.mark()));
        return marks.exchange(
                        row.marks(),
                        wanted,
                        named -> {
                            Map<String, Mark> ofTheLane = new HashMap<>(named);
                            ofTheLane.remove(DISCARDED);
                            TableEntity entity = row.naming(ofTheLane).entity(laneKey(row.consumer(), row.lane()));
                            List<Write> writes = new ArrayList<>(List.of(Write.of(entity, row.tag())));
                            writes.addAll(next.along().events());
                            return table.commit(writes);
                        },
                        put -> standing(next, put))
                .isPresent();
    }

    /** The marks that the lane's row names, and that of a discarded event if its copy exists. */
    private Map<String, Mark> standing(Next next, Map<String, Mark> put) {
        Map<String, Mark> standing =
                new HashMap<>(lane(next.row().consumer(), next.row().lane()).marks());
        next.along()
                .discarded()
                .filter(discarded -> table.get(discarded.copy()).isPresent())
                .ifPresent(discarded -> standing.put(DISCARDED, put.get(DISCARDED)));
        return standing;
    }

    /** Gives the row another ETag, so that writers that read it earlier fail. */
    boolean touch(LaneRow row) {
        Key key = laneKey(row.consumer(), row.lane());
        return table.touch(key, row.tag(), () -> row.entity(key));
    }

    /** The place of an event, if the lane holds the event. */
    Optional<Long> place(String consumer, Lane lane, EventId event) {
        return table.get(placeKey(consumer, lane, event)).map(row -> Cells.number(row, "place"));
    }

    Optional<ParkedEvent> event(Key key) {
        return placed(key).map(Placed::event);
    }

    /** The event with this key, if it exists. */
    Optional<Placed> placed(Key key) {
        return table.get(key).flatMap(this::placed);
    }

    /** An event that lacks some of its entities was removed after its first entity was read. */
    private Optional<Placed> placed(TableEntity first) {
        int parts = ParkedRows.parts(first);
        List<TableEntity> rest = ParkedRows.parts(Key.of(first), 1, parts).stream()
                .flatMap(key -> table.get(key).stream())
                .toList();
        return rest.size() < parts
                ? Optional.empty()
                : Optional.of(new Placed(Cells.number(first, "place"), ParkedRows.event(first, rest), parts));
    }

    /** Events of a lane after a place, head first. */
    List<Placed> events(String consumer, Lane lane, long after, int limit) {
        List<Placed> events = new ArrayList<>();
        Iterator<TableEntity> rows =
                table.range(partition(consumer, lane), "e" + KeyForm.number(after + 1), "f", Math.max(1, limit));
        while (events.size() < limit && rows.hasNext()) {
            placed(rows.next()).ifPresent(events::add);
        }
        return events;
    }

    static Along added(long place, ParkedEvent event) {
        List<Write> writes = new ArrayList<>();
        ParkedRows.of(eventKey(event.consumer(), event.lane(), place), place, event)
                .forEach(entity -> writes.add(Write.create(entity)));
        writes.add(Write.create(
                placeKey(event.consumer(), event.lane(), event.event()).entity().addProperty("place", place)));
        return new Along(writes, Optional.empty());
    }

    static Along replaced(Placed placed, ParkedEvent event) {
        List<Write> writes = new ArrayList<>();
        List<TableEntity> entities = ParkedRows.of(placed.key(), placed.place(), event);
        entities.forEach(entity -> writes.add(Write.put(entity)));
        ParkedRows.parts(placed.key(), entities.size(), placed.parts()).forEach(key -> writes.add(Write.delete(key)));
        return new Along(writes, Optional.empty());
    }

    static Along taken(Placed placed) {
        ParkedEvent event = placed.event();
        List<Write> writes = new ArrayList<>();
        writes.add(Write.delete(placed.key()));
        ParkedRows.parts(placed.key(), 1, placed.parts()).forEach(key -> writes.add(Write.delete(key)));
        writes.add(Write.delete(placeKey(event.consumer(), event.lane(), event.event())));
        return new Along(writes, Optional.empty());
    }

    /**
     * Removes an event from its lane and keeps a copy for people. The copy's mark is put first; the copy exists once
     * the event is discarded.
     */
    static Along discarded(Placed placed, String reason, Instant now) {
        ParkedEvent event = placed.event();
        // The key needs a stamp in addition to the place: places start again after a lane's row was deleted.
        Key key = new Key(
                partition(event.consumer(), event.lane()), "x" + KeyForm.number(placed.place()) + "~" + Marks.stamp());
        List<Write> writes = new ArrayList<>(taken(placed).events());
        List<TableEntity> copy =
                ParkedRows.of(key, placed.place(), event.waiting(reason, event.attempts(), Optional.empty()));
        copy.forEach(entity -> writes.add(Write.create(entity)));
        return new Along(
                writes,
                Optional.of(new Discarded(
                        key,
                        new Wanted(
                                discarded(event.consumer()),
                                TableKeys.backwards(now),
                                now,
                                KeyForm.digest(key.partition()),
                                mark -> mark.addProperty("partition", key.partition())
                                        .addProperty("row", key.row())
                                        .addProperty("parts", copy.size() - 1)))));
    }

    /** The partition of the marks of a consumer's discarded events. */
    static String discarded(String consumer) {
        return DISCARDED + "~" + TableKeys.of(consumer);
    }

    /** The key of a mark's discarded event. */
    static Key discarded(TableEntity mark) {
        return new Key(Cells.text(mark, "partition"), Cells.text(mark, "row"));
    }

    /** The keys of all entities of a mark's discarded event, the first entity last. */
    static List<Key> allDiscarded(TableEntity mark) {
        Key first = discarded(mark);
        List<Key> all = new ArrayList<>(ParkedRows.parts(first, 1, Math.toIntExact(Cells.number(mark, "parts"))));
        all.add(first);
        return all;
    }
}
