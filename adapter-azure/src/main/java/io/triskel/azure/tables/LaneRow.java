package io.triskel.azure.tables;

import com.azure.data.tables.models.TableEntity;
import io.triskel.azure.tables.Marks.Mark;
import io.triskel.parking.Lane;
import io.triskel.parking.LaneLease;
import java.time.Instant;
import java.util.Optional;

/**
 * A lane's row, which every step on the lane replaces. It outlives the lane for a while, so that leases from before are void.
 *
 * @param tag its ETag; empty if it is not stored
 * @param due when the lane is to be replayed, if by itself
 * @param waiting how many events it has
 * @param next the place of the next event
 * @param listed its mark in the index of parked lanes, if it is parked
 * @param dueMark its mark in the index of due lanes, if it is due some time
 */
record LaneRow(
        String consumer,
        Lane lane,
        Optional<String> tag,
        boolean parked,
        long fence,
        Optional<Instant> leaseEnd,
        Optional<Instant> due,
        long waiting,
        long next,
        Optional<Mark> listed,
        Optional<Mark> dueMark) {
    private static final String LISTED = "listed";
    private static final String DUE = "dueMark";

    static LaneRow unknown(String consumer, Lane lane) {
        return new LaneRow(
                consumer,
                lane,
                Optional.empty(),
                false,
                0,
                Optional.empty(),
                Optional.empty(),
                0,
                1,
                Optional.empty(),
                Optional.empty());
    }

    static LaneRow of(TableEntity entity) {
        return new LaneRow(
                Cells.text(entity, "consumer"),
                new Lane(Cells.longText(entity, "lane"), Cells.flag(entity, "alone")),
                Optional.of(entity.getETag()),
                Cells.flag(entity, "parked"),
                Cells.number(entity, "fence"),
                Cells.instant(entity, "leaseEnd"),
                Cells.instant(entity, "due"),
                Cells.number(entity, "waiting"),
                Cells.number(entity, "next"),
                Mark.of(entity, LISTED),
                Mark.of(entity, DUE));
    }

    TableEntity entity(Key key) {
        TableEntity entity = key.entity()
                .addProperty("consumer", consumer)
                .addProperty("alone", lane.alone())
                .addProperty("parked", parked)
                .addProperty("fence", fence)
                .addProperty("waiting", waiting)
                .addProperty("next", next);
        Cells.longText(entity, "lane", lane.value());
        Cells.instant(entity, "leaseEnd", leaseEnd);
        Cells.instant(entity, "due", due);
        listed.ifPresent(mark -> mark.on(entity, LISTED));
        dueMark.ifPresent(mark -> mark.on(entity, DUE));
        return entity;
    }

    boolean leased(Instant now) {
        return leaseEnd.filter(end -> end.isAfter(now)).isPresent();
    }

    boolean heldBy(LaneLease lease) {
        return parked && fence == lease.fence();
    }

    /** With one more event; the first one parks the lane and says when it is due. */
    LaneRow withOneMore(Optional<Instant> replayAt) {
        return new LaneRow(
                consumer,
                lane,
                tag,
                true,
                fence,
                parked ? leaseEnd : Optional.empty(),
                parked ? due : replayAt,
                waiting + 1,
                next + 1,
                listed,
                dueMark);
    }

    /** Without one of its events; without its head a lane is due at once. */
    LaneRow withOneLess(boolean head) {
        return with(fence, leaseEnd, head ? Optional.of(Instant.EPOCH) : due, waiting - 1);
    }

    LaneRow dueAt(Optional<Instant> at) {
        return with(fence, leaseEnd, at, waiting);
    }

    LaneRow leasedTo(Instant end) {
        return with(fence + 1, Optional.of(end), due, waiting);
    }

    LaneRow released() {
        return with(fence, Optional.empty(), due, waiting);
    }

    /** The next fence, so that no lease from before fits a lane that is parked again. */
    LaneRow opened() {
        return new LaneRow(consumer, lane, tag, false, fence + 1, leaseEnd, Optional.empty(), 0, next, listed, dueMark);
    }

    private LaneRow with(long newFence, Optional<Instant> newEnd, Optional<Instant> newDue, long newWaiting) {
        return new LaneRow(consumer, lane, tag, parked, newFence, newEnd, newDue, newWaiting, next, listed, dueMark);
    }

    LaneRow marked(Optional<Mark> newListed, Optional<Mark> newDue) {
        return new LaneRow(consumer, lane, tag, parked, fence, leaseEnd, due, waiting, next, newListed, newDue);
    }
}
