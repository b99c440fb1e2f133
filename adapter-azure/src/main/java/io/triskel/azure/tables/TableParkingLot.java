package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.TableEntity;
import io.triskel.azure.tables.LaneRows.Placed;
import io.triskel.azure.tables.Marks.Look;
import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.store.KeyForm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stores parked lanes, one partition each, so that a step on a lane and its events is one entity group transaction.
 * Marks find the lanes that may be parked, the lanes that may be due, and the discarded events. Each kind has one
 * partition per consumer, since parked lanes are few.
 */
public final class TableParkingLot implements ParkingLot {
    private final LaneRows rows;
    private final EntityTable table;
    private final Marks marks;
    private final InstantSource clock;
    private final int room;

    /**
     * Makes no request yet.
     *
     * @param service any client; that of {@code AzureClients} avoids rereading what a transaction has just written
     * @param tables gives the tables' names, {@link AzureTables#parking()} and {@link AzureTables#lanes()}
     * @param clock gives the time when an event is discarded
     * @param room the maximum of events in a lane, at least 1
     */
    public TableParkingLot(TableServiceClient service, AzureTables tables, InstantSource clock, int room) {
        if (room < 1) {
            throw new IllegalArgumentException("room must be at least 1 event per lane, not " + room);
        }
        this.table = new EntityTable(service, tables.parking());
        this.marks = new Marks(new EntityTable(service, tables.lanes()));
        this.rows = new LaneRows(table, marks);
        this.clock = clock;
        this.room = room;
    }

    @Override
    public ParkResult park(ParkedEvent event) {
        return park(event, true);
    }

    @Override
    public ParkResult parkBehind(ParkedEvent event) {
        return park(event, false);
    }

    private ParkResult park(ParkedEvent event, boolean opens) {
        return rows.step(
                event.consumer(),
                event.lane(),
                lane -> lane.park(
                        event,
                        opens,
                        () -> rows.place(event.consumer(), event.lane(), event.event())
                                .isPresent(),
                        room),
                (lane, parked) -> LaneRows.added(lane.next(), event));
    }

    /**
     * Takes one request while nothing is parked, the usual case. A lane gets its mark before it is parked, so a lane
     * without a mark is open.
     */
    @Override
    public Set<Lane> heldAmong(String consumer, Collection<Lane> lanes) {
        Set<Lane> held = new HashSet<>(lanes);
        if (!held.isEmpty()) {
            EntityTable.Page page = marks.page(LaneRow.listed(consumer));
            if (page.next().isEmpty()) {
                held.retainAll(page.rows().stream().map(LaneRow::named).collect(Collectors.toSet()));
            }
            held.removeIf(lane -> !rows.lane(consumer, lane).entry().parked());
        }
        return held;
    }

    @Override
    public Optional<LaneLease> lease(String consumer, Lane lane, Instant now, Duration duration) {
        return rows.step(consumer, lane, there -> there.lease(consumer, lane, now, duration));
    }

    @Override
    public List<ParkedEvent> peek(LaneLease lease, int limit) {
        return rows.lane(lease.consumer(), lease.lane()).entry().heldBy(lease)
                ? events(lease.consumer(), lease.lane(), 0, limit)
                : List.of();
    }

    private List<ParkedEvent> events(String consumer, Lane lane, long after, int limit) {
        return rows.events(consumer, lane, after, limit).stream()
                .map(Placed::event)
                .toList();
    }

    @Override
    public boolean remove(LaneLease lease, EventId head) {
        return rows.step(
                        lease.consumer(),
                        lease.lane(),
                        lane -> lane.remove(lease, () -> head(lease, head)),
                        (lane, placed) -> LaneRows.taken(placed.orElseThrow()))
                .isPresent();
    }

    @Override
    public boolean postpone(LaneLease lease, ParkedEvent head) {
        return rows.step(
                        lease.consumer(),
                        lease.lane(),
                        lane -> lane.postpone(lease, () -> head(lease, head.event()), head),
                        (lane, placed) -> LaneRows.replaced(placed.orElseThrow(), head))
                .isPresent();
    }

    /** The event and its place, if the event is the lane's head. */
    private Optional<Placed> head(LaneLease lease, EventId event) {
        return rows.events(lease.consumer(), lease.lane(), 0, 1).stream()
                .findFirst()
                .filter(placed -> placed.event().event().equals(event));
    }

    @Override
    public boolean open(LaneLease lease) {
        return rows.step(lease.consumer(), lease.lane(), lane -> lane.open(lease));
    }

    @Override
    public void release(LaneLease lease) {
        boolean unused = rows.step(lease.consumer(), lease.lane(), lane -> lane.release(lease));
    }

    @Override
    public List<HeldLane> held(String consumer, Optional<Lane> after, int limit) {
        return marks.named(
                LaneRow.listed(consumer),
                after.map(lane -> LaneRow.order(consumer, lane) + KeyForm.END).orElse(""),
                KeyForm.END,
                limit,
                mark -> {
                    LaneRow row = rows.lane(consumer, LaneRow.named(mark));
                    return row.isNamedBy(mark, LaneRow.LISTED)
                            ? row.entry().held(row.lane()).map(Look::found).orElseGet(Look::passed)
                            : Look.stale(rows.touch(row));
                });
    }

    @Override
    public Optional<HeldLane> held(String consumer, Lane lane) {
        return rows.lane(consumer, lane).entry().held(lane);
    }

    @Override
    public List<ParkedEvent> list(String consumer, Lane lane, Optional<EventId> after, int limit) {
        long place = after.flatMap(event -> rows.place(consumer, lane, event)).orElse(0L);
        return events(consumer, lane, place, limit);
    }

    @Override
    public List<Lane> due(String consumer, Instant now, int limit) {
        return marks.named(LaneRow.due(consumer), "", KeyForm.time(now) + KeyForm.END, limit, mark -> {
            LaneRow row = rows.lane(consumer, LaneRow.named(mark));
            if (!row.isNamedBy(mark, LaneRow.DUE)) {
                return Look.stale(rows.touch(row));
            }
            return row.entry().isDue(now) ? Look.found(row.lane()) : Look.passed();
        });
    }

    @Override
    public Optional<ParkedEvent> discard(LaneLease lease, EventId event, String reason) {
        return rows.step(
                        lease.consumer(),
                        lease.lane(),
                        lane -> lane.discard(
                                lease,
                                () -> placed(lease, event),
                                placed -> head(lease, event).isPresent()),
                        (lane, placed) -> LaneRows.discarded(placed.orElseThrow(), reason, clock.instant()))
                .map(Placed::event);
    }

    private Optional<Placed> placed(LaneLease lease, EventId event) {
        return rows.place(lease.consumer(), lease.lane(), event)
                .flatMap(place -> rows.placed(LaneRows.eventKey(lease.consumer(), lease.lane(), place)));
    }

    @Override
    public List<ParkedEvent> discarded(String consumer, int limit) {
        return marks.named(
                LaneRows.discarded(consumer),
                "",
                KeyForm.END,
                limit,
                mark -> rows.event(LaneRows.discarded(mark))
                        .map(Look::found)
                        // The mark may belong to an event that is about to be discarded, so it is not stale.
                        .orElseGet(Look::passed));
    }

    /**
     * Permanently deletes the events discarded before a moment, the oldest first.
     *
     * @param limit the maximum of events to delete, at least 1
     * @return the number of deleted events
     */
    public int forgetDiscarded(String consumer, Instant before, int limit) {
        String partition = LaneRows.discarded(consumer);
        Iterator<TableEntity> old =
                marks.range(partition, TableKeys.backwards(before) + KeyForm.END, KeyForm.END, EntityTable.MOST_ROWS);
        // Marks are sorted for people, the newest first, and a range can be read in one direction only.
        ArrayDeque<TableEntity> oldest = new ArrayDeque<>();
        while (old.hasNext()) {
            oldest.addFirst(old.next());
            if (oldest.size() > limit) {
                oldest.removeLast();
            }
        }
        for (TableEntity mark : oldest) {
            LaneRows.allDiscarded(mark).forEach(table::delete);
            marks.delete(mark);
        }
        return oldest.size();
    }
}
