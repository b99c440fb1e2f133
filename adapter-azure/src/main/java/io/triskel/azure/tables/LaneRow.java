package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import io.triskel.azure.tables.Marks.Mark;
import io.triskel.azure.tables.Marks.Wanted;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.HeldLane.Head;
import io.triskel.spi.LaneEntry;
import io.triskel.store.KeyForm;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A lane's stored head; each step on the lane replaces it.
 *
 * @param tag the row's ETag; empty if the row is not stored
 * @param marks the marks that the stored row names, by which the lane is found
 */
record LaneRow(String consumer, Lane lane, Optional<String> tag, LaneEntry entry, Map<String, Mark> marks) {
    /** The mark of a parked lane. */
    static final String LISTED = "listed";

    /** The mark of a lane with a due time. */
    static final String DUE = "dueMark";

    static LaneRow unknown(String consumer, Lane lane) {
        return new LaneRow(consumer, lane, Optional.empty(), LaneEntry.absent(), Map.of());
    }

    static LaneRow of(TableEntity entity) {
        String consumer = Cells.text(entity, "consumer");
        Map<String, Mark> marks = new HashMap<>();
        Mark.of(entity, LISTED, listed(consumer)).ifPresent(mark -> marks.put(LISTED, mark));
        Mark.of(entity, DUE, due(consumer)).ifPresent(mark -> marks.put(DUE, mark));
        return new LaneRow(
                consumer,
                named(entity),
                Optional.of(entity.getETag()),
                new LaneEntry(
                        Cells.flag(entity, "parked"),
                        Cells.number(entity, "fence"),
                        Cells.instant(entity, "leaseEnd"),
                        Cells.instant(entity, "due"),
                        Cells.number(entity, "waiting"),
                        Cells.number(entity, "next"),
                        Cells.instant(entity, "parkedAt")
                                .map(at -> new Head(
                                        Cells.text(entity, "reason"),
                                        Math.toIntExact(Cells.number(entity, "attempts")),
                                        at))),
                marks);
    }

    TableEntity entity(Key key) {
        TableEntity entity = name(key.entity())
                .addProperty("parked", entry.parked())
                .addProperty("fence", entry.fence())
                .addProperty("waiting", entry.count())
                .addProperty("next", entry.next());
        Cells.instant(entity, "leaseEnd", entry.leaseEnd());
        Cells.instant(entity, "due", entry.due());
        entry.head()
                .ifPresent(
                        head -> entity.addProperty("reason", head.reason()).addProperty("attempts", head.attempts()));
        Cells.instant(entity, "parkedAt", entry.head().map(Head::parkedAt));
        marks.forEach((name, mark) -> mark.on(entity, name));
        return entity;
    }

    private TableEntity name(TableEntity entity) {
        entity.addProperty("consumer", consumer).addProperty("alone", lane.alone());
        Cells.longText(entity, "lane", lane.value());
        return entity;
    }

    /** The lane that an entity names. */
    static Lane named(TableEntity entity) {
        return new Lane(Cells.longText(entity, "lane"), Cells.flag(entity, "alone"));
    }

    /** The partition of the marks of a consumer's parked lanes. */
    static String listed(String consumer) {
        return "lanes~" + TableKeys.of(consumer);
    }

    /** The partition of the marks of a consumer's due lanes. */
    static String due(String consumer) {
        return "due~" + TableKeys.of(consumer);
    }

    /** Lanes are listed by digest; any stable order would do. */
    static String order(String consumer, Lane lane) {
        return KeyForm.digest(LaneRows.partition(consumer, lane));
    }

    Map<String, Wanted> wanted() {
        String order = order(consumer, lane);
        Map<String, Wanted> wanted = new HashMap<>();
        if (entry.parked()) {
            wanted.put(LISTED, Wanted.always(listed(consumer), order, this::name));
        }
        entry.due().ifPresent(at -> wanted.put(DUE, Wanted.from(at, due(consumer), order, this::name)));
        return wanted;
    }

    boolean isNamedBy(TableEntity mark, String name) {
        return marks.containsKey(name) && marks.get(name).is(mark);
    }

    LaneRow with(LaneEntry next) {
        return new LaneRow(consumer, lane, tag, next, marks);
    }

    LaneRow naming(Map<String, Mark> named) {
        return new LaneRow(consumer, lane, tag, entry, named);
    }
}
