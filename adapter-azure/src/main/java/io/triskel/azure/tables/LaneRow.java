package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import io.triskel.azure.tables.Marks.Mark;
import io.triskel.parking.Lane;
import io.triskel.parking.LaneEntry;
import java.util.Optional;

/**
 * A lane's head as it is stored, which every step on the lane replaces.
 *
 * @param tag its ETag; empty if it is not stored
 * @param listed its mark in the index of parked lanes, if it is parked
 * @param dueMark its mark in the index of due lanes, if it is due some time
 */
record LaneRow(
        String consumer,
        Lane lane,
        Optional<String> tag,
        LaneEntry entry,
        Optional<Mark> listed,
        Optional<Mark> dueMark) {
    private static final String LISTED = "listed";
    private static final String DUE = "dueMark";

    static LaneRow unknown(String consumer, Lane lane) {
        return new LaneRow(
                consumer, lane, Optional.empty(), LaneEntry.absent(), Optional.empty(), Optional.empty());
    }

    static LaneRow of(TableEntity entity) {
        return new LaneRow(
                Cells.text(entity, "consumer"),
                new Lane(Cells.longText(entity, "lane"), Cells.flag(entity, "alone")),
                Optional.of(entity.getETag()),
                new LaneEntry(
                        Cells.flag(entity, "parked"),
                        Cells.number(entity, "fence"),
                        Cells.instant(entity, "leaseEnd"),
                        Cells.instant(entity, "due"),
                        Cells.number(entity, "waiting"),
                        Cells.number(entity, "next")),
                Mark.of(entity, LISTED),
                Mark.of(entity, DUE));
    }

    TableEntity entity(Key key) {
        TableEntity entity = key.entity()
                .addProperty("consumer", consumer)
                .addProperty("alone", lane.alone())
                .addProperty("parked", entry.parked())
                .addProperty("fence", entry.fence())
                .addProperty("waiting", entry.count())
                .addProperty("next", entry.next());
        Cells.longText(entity, "lane", lane.value());
        Cells.instant(entity, "leaseEnd", entry.leaseEnd());
        Cells.instant(entity, "due", entry.due());
        listed.ifPresent(mark -> mark.on(entity, LISTED));
        dueMark.ifPresent(mark -> mark.on(entity, DUE));
        return entity;
    }

    LaneRow with(LaneEntry next, Optional<Mark> newListed, Optional<Mark> newDue) {
        return new LaneRow(consumer, lane, tag, next, newListed, newDue);
    }
}
