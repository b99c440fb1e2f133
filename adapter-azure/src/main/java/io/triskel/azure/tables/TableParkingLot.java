package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.models.TableEntity;
import io.triskel.azure.tables.LaneRows.Change;
import io.triskel.azure.tables.LaneRows.Placed;
import io.triskel.azure.tables.Marks.Look;
import io.triskel.azure.tables.Marks.Mark;
import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.LaneLease;
import io.triskel.parking.ParkResult;
import io.triskel.parking.ParkedEvent;
import io.triskel.parking.ParkingLot;
import io.triskel.store.KeyForm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Parked lanes, a partition each, so that a step on a lane and its events is one entity group transaction. Marks, a partition
 * per consumer, say which lanes may be parked, which may be due, and what was discarded: parked lanes are few.
 */
public final class TableParkingLot implements ParkingLot {
    static final String DISCARDED = "discarded";

    private final LaneRows rows;
    private final Table table;
    private final Marks marks;
    private final InstantSource clock;
    private final int room;

    /**
     * Makes one; nothing is called yet.
     *
     * @param service a client that tries once
     * @param tables where {@link AzureTables#parking()} and {@link AzureTables#lanes()} are
     * @param clock says when an event was discarded
     * @param room how many events a lane takes, 1 or more
     */
    public TableParkingLot(TableServiceClient service, AzureTables tables, InstantSource clock, int room) {
        if (room < 1) {
            throw new IllegalArgumentException("A lane takes 1 event or more, not " + room);
        }
        this.table = new Table(service, tables.parking());
        this.marks = new Marks(new Table(service, tables.lanes()));
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
        AtomicReference<ParkResult> result = new AtomicReference<>(ParkResult.parked());
        rows.change(event.consumer(), event.lane(), row -> {
            Optional<ParkResult> refusal = refusal(row, event, opens);
            result.set(refusal.orElse(ParkResult.parked()));
            return refusal.isPresent()
                    ? Optional.empty()
                    : Optional.of(new Change(row.withOneMore(event.replayAt()), LaneRows.added(row.next(), event)));
        });
        return result.get();
    }

    private Optional<ParkResult> refusal(LaneRow row, ParkedEvent event, boolean opens) {
        if (!row.parked()) {
            return opens ? Optional.empty() : Optional.of(ParkResult.open());
        }
        if (rows.place(event.consumer(), event.lane(), event.event()).isPresent()) {
            return Optional.of(ParkResult.parked());
        }
        return row.waiting() < room ? Optional.empty() : Optional.of(new ParkResult.Full(room));
    }

    /**
     * One request while nothing is parked, which is the rule. A lane has its mark before it is parked, so one that has none
     * is open.
     */
    @Override
    public Set<Lane> heldAmong(String consumer, Collection<Lane> lanes) {
        Set<Lane> held = new HashSet<>(lanes);
        if (!held.isEmpty()) {
            Table.Page page = marks.page(LaneRows.marksOf(LaneRows.LISTED, consumer));
            if (page.next().isEmpty()) {
                held.retainAll(page.rows().stream().map(LaneRows::named).collect(Collectors.toSet()));
            }
            held.removeIf(lane -> !rows.lane(consumer, lane).parked());
        }
        return held;
    }

    @Override
    public Optional<LaneLease> lease(String consumer, Lane lane, Instant now, Duration duration) {
        Instant end = now.plus(duration);
        return rows.change(
                        consumer,
                        lane,
                        row -> row.parked() && !row.leased(now)
                                ? Optional.of(new Change(row.leasedTo(end), List.of()))
                                : Optional.empty())
                .map(row -> new LaneLease(consumer, lane, row.fence() + 1, end));
    }

    @Override
    public List<ParkedEvent> peek(LaneLease lease, int limit) {
        return rows.lane(lease.consumer(), lease.lane()).heldBy(lease)
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
        return step(
                lease,
                row -> head(lease)
                        .filter(placed -> placed.event().event().equals(head))
                        .map(placed -> new Change(row.withOneLess(true), LaneRows.taken(placed))));
    }

    @Override
    public boolean postpone(LaneLease lease, ParkedEvent head) {
        return step(
                lease,
                row -> head(lease)
                        .filter(placed -> placed.event().event().equals(head.event()))
                        .map(placed -> new Change(
                                row.dueAt(head.replayAt()),
                                List.of(Write.put(LaneRows.entity(
                                        LaneRows.eventKey(lease.consumer(), lease.lane(), placed.place()),
                                        placed.place(),
                                        head))))));
    }

    private Optional<Placed> head(LaneLease lease) {
        return rows.events(lease.consumer(), lease.lane(), 0, 1).stream().findFirst();
    }

    @Override
    public boolean open(LaneLease lease) {
        return step(
                lease, row -> row.waiting() == 0 ? Optional.of(new Change(row.opened(), List.of())) : Optional.empty());
    }

    @Override
    public void release(LaneLease lease) {
        step(lease, row -> Optional.of(new Change(row.released(), List.of())));
    }

    private boolean step(LaneLease lease, Function<LaneRow, Optional<Change>> step) {
        return rows.change(
                        lease.consumer(), lease.lane(), row -> row.heldBy(lease) ? step.apply(row) : Optional.empty())
                .isPresent();
    }

    @Override
    public List<Lane> lanes(String consumer, Optional<Lane> after, int limit) {
        return marks.named(
                LaneRows.marksOf(LaneRows.LISTED, consumer),
                after.map(lane -> LaneRows.order(consumer, lane) + KeyForm.END).orElse(""),
                KeyForm.END,
                limit,
                mark -> {
                    LaneRow row = rows.lane(consumer, LaneRows.named(mark));
                    return isNamed(row.listed(), mark) ? Look.found(row.lane()) : Look.stale(rows.touch(row));
                });
    }

    private static boolean isNamed(Optional<Mark> named, TableEntity mark) {
        return named.filter(one -> one.row().equals(mark.getRowKey())).isPresent();
    }

    @Override
    public List<ParkedEvent> list(String consumer, Lane lane, Optional<EventId> after, int limit) {
        long place = after.flatMap(event -> rows.place(consumer, lane, event)).orElse(0L);
        return events(consumer, lane, place, limit);
    }

    @Override
    public List<Lane> due(String consumer, Instant now, int limit) {
        return marks.named(
                LaneRows.marksOf(LaneRows.DUE, consumer), "", KeyForm.time(now) + KeyForm.END, limit, mark -> {
                    LaneRow row = rows.lane(consumer, LaneRows.named(mark));
                    if (!isNamed(row.dueMark(), mark)) {
                        return Look.stale(rows.touch(row));
                    }
                    return row.leased(now) ? Look.passed() : Look.found(row.lane());
                });
    }

    @Override
    public Optional<ParkedEvent> discard(LaneLease lease, EventId event, String reason) {
        List<Mark> made = new ArrayList<>();
        List<ParkedEvent> taken = new ArrayList<>();
        boolean done = step(
                lease,
                row -> placed(lease, event).map(placed -> {
                    Key key = LaneRows.discardedKey(lease.consumer(), lease.lane(), placed.place());
                    made.add(discardedMark(lease.consumer(), key));
                    taken.add(placed.event());
                    return new Change(row.withOneLess(isHead(lease, placed)), LaneRows.discarded(placed, key, reason));
                }));
        // Only the last try's mark can be of any use.
        made.subList(0, done ? made.size() - 1 : made.size())
                .forEach(mark -> marks.remove(LaneRows.marksOf(DISCARDED, lease.consumer()), mark));
        return done ? Optional.of(taken.get(taken.size() - 1)) : Optional.empty();
    }

    private Optional<Placed> placed(LaneLease lease, EventId event) {
        return rows.place(lease.consumer(), lease.lane(), event)
                .flatMap(place -> rows.event(LaneRows.eventKey(lease.consumer(), lease.lane(), place))
                        .map(there -> new Placed(place, there)));
    }

    private boolean isHead(LaneLease lease, Placed placed) {
        return head(lease).filter(first -> first.place() == placed.place()).isPresent();
    }

    private Mark discardedMark(String consumer, Key key) {
        Instant now = clock.instant();
        return marks.put(
                LaneRows.marksOf(DISCARDED, consumer),
                Keys.backwards(now),
                now,
                KeyForm.digest(key.partition()),
                mark -> mark.addProperty("partition", key.partition()).addProperty("row", key.row()));
    }

    static Key discardedKey(TableEntity mark) {
        return new Key(Cells.text(mark, "partition"), Cells.text(mark, "row"));
    }

    @Override
    public List<ParkedEvent> discarded(String consumer, int limit) {
        return marks.named(
                LaneRows.marksOf(DISCARDED, consumer),
                "",
                KeyForm.END,
                limit,
                mark -> rows.event(discardedKey(mark))
                        .map(Look::found)
                        // Somebody may be about to discard it.
                        .orElseGet(Look::passed));
    }

    /**
     * Deletes what was discarded long ago, oldest last; for good.
     *
     * @param limit most of them
     * @return how many are gone
     */
    public int forgetDiscarded(String consumer, Instant before, int limit) {
        String partition = LaneRows.marksOf(DISCARDED, consumer);
        Iterator<TableEntity> old = marks.range(partition, Keys.backwards(before) + KeyForm.END, KeyForm.END, limit);
        int gone = 0;
        while (gone < limit && old.hasNext()) {
            TableEntity mark = old.next();
            table.delete(discardedKey(mark));
            marks.remove(partition, new Mark(mark.getRowKey(), before));
            gone++;
        }
        return gone;
    }
}
