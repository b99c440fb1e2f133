package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.flag;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.spi.Change;
import io.triskel.spi.LaneEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Stores parked lanes, one partition each: a head, which counts the events, and one item per event under its place in
 * the lane. An event's item is put before the head counts it, and deleted after the head no longer counts it. So each
 * step is one conditional write of the head, at the same cost for any length of the lane. A caller that finds an item
 * after the last counted place first makes the head count it.
 *
 * <p>Items left by a crash, and discarded events, stay until {@link ParkingCollector} deletes them.
 */
public final class DynamoDbParkingLot implements ParkingLot {

    private final ItemTable table;
    private final CountedItems heads;
    private final ParkedItems events;
    private final LaneIndex index;
    private final InstantSource clock;
    private final int room;

    /**
     * Makes no request yet.
     *
     * @param client closed by the caller
     * @param tables gives the table's name, {@link DynamoDbTables#parking()}
     * @param clock gives the time when an event is stored or discarded
     * @param room the maximum of events in a lane, at least 1
     */
    public DynamoDbParkingLot(DynamoDbClient client, DynamoDbTables tables, InstantSource clock, int room) {
        this(new ItemTable(client, tables.parking()), clock, room);
    }

    DynamoDbParkingLot(ItemTable table, InstantSource clock, int room) {
        if (room < 1) {
            throw new IllegalArgumentException("room must be at least 1 event per lane, not " + room);
        }
        this.table = table;
        this.heads = new CountedItems(table, "version");
        this.events = new ParkedItems(table);
        this.index = new LaneIndex(table);
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
        EventParking parking = new EventParking(events, event, opens, room, clock);
        return ItemTable.WRITES.until(
                named(event.lane()),
                () -> heads.step(key(event.consumer(), event.lane()), named(event.lane()), there -> {
                    LaneRow lane = LaneRow.of(event.consumer(), event.lane(), there);
                    return step(lane, parking.on(lane));
                }));
    }

    @Override
    public Set<Lane> heldAmong(String consumer, Collection<Lane> lanes) {
        Map<AttributeValue, Lane> byPart = new HashMap<>();
        lanes.forEach(lane -> byPart.put(LaneRow.part(consumer, lane), lane));
        Set<Lane> held = new HashSet<>();
        List<Map<String, AttributeValue>> keys =
                byPart.values().stream().map(lane -> key(consumer, lane)).toList();
        for (Map<String, AttributeValue> head : table.getAll(keys, List.of("part", "parked"))) {
            if (flag(head, "parked")) {
                held.add(byPart.get(head.get("part")));
            }
        }
        return held;
    }

    @Override
    public Optional<LaneLease> lease(String consumer, Lane lane, Instant now, Duration duration) {
        return step(consumer, lane, there -> there.entry().lease(consumer, lane, now, duration));
    }

    @Override
    public List<ParkedEvent> peek(LaneLease lease, int limit) {
        LaneRow lane = lane(lease.consumer(), lease.lane());
        return lane.entry().heldBy(lease) ? events(lane, 0, limit) : List.of();
    }

    /** Skips an event whose parts are gone: it was removed after the head was read. */
    private List<ParkedEvent> events(LaneRow lane, long after, int limit) {
        return events.after(lane, after, limit).stream()
                .flatMap(stored -> events.read(stored).stream())
                .toList();
    }

    @Override
    public boolean remove(LaneLease lease, EventId head) {
        Optional<ParkedItem> removed = heads.step(key(lease), named(lease.lane()), there -> {
            LaneRow lane = LaneRow.of(lease.consumer(), lease.lane(), there);
            Change<LaneEntry, Optional<ParkedItem>> step = lane.entry().remove(lease, () -> head(lane, head));
            return step.answer()
                    .map(stored -> step(lane.behind(stored.place()), step))
                    .orElseGet(() -> Change.nothing(step.answer()));
        });
        removed.ifPresent(events::delete);
        return removed.isPresent();
    }

    /** The event's item, if the event is the lane's first. */
    private Optional<ParkedItem> head(LaneRow lane, EventId event) {
        return events.after(lane, 0, 1).stream().findFirst().filter(stored -> stored.is(event));
    }

    @Override
    public boolean postpone(LaneLease lease, ParkedEvent head) {
        Optional<ParkedItem> postponed = step(
                lease.consumer(),
                lease.lane(),
                lane -> lane.entry().postpone(lease, () -> head(lane, head.event()), head));
        postponed.ifPresent(stored -> events.update(stored, head));
        return postponed.isPresent();
    }

    /** Only the items show whether the lane is empty; the head's count only limits the lane. */
    @Override
    public boolean open(LaneLease lease) {
        return heads.step(key(lease), named(lease.lane()), there -> {
            LaneRow lane = LaneRow.of(lease.consumer(), lease.lane(), there);
            boolean empty =
                    lane.entry().heldBy(lease) && events.after(lane, 0, 1).isEmpty();
            LaneRow opening = empty ? lane.empty() : lane;
            return empty ? step(opening, opening.entry().open(lease)) : Change.nothing(false);
        });
    }

    @Override
    public void release(LaneLease lease) {
        boolean unused =
                step(lease.consumer(), lease.lane(), lane -> lane.entry().release(lease));
    }

    @Override
    public List<HeldLane> held(String consumer, Optional<Lane> after, int limit) {
        String from = after.map(lane -> LaneRow.digest(consumer, lane)).orElse("0");
        List<HeldLane> held = new ArrayList<>();
        for (char digit : "0123456789abcdef".toCharArray()) {
            if (held.size() < limit && digit >= from.charAt(0)) {
                index.listed(digit + ":" + consumer, from, limit - held.size())
                        .forEach(row -> row.entry().held(row.lane()).ifPresent(held::add));
            }
        }
        return List.copyOf(held);
    }

    @Override
    public Optional<HeldLane> held(String consumer, Lane lane) {
        return lane(consumer, lane).entry().held(lane);
    }

    @Override
    public List<ParkedEvent> list(String consumer, Lane lane, Optional<EventId> after, int limit) {
        LaneRow there = lane(consumer, lane);
        long place = after.flatMap(event -> events.place(there, event)).orElse(0L);
        return events(there, place, limit);
    }

    @Override
    public List<Lane> due(String consumer, Instant now, int limit) {
        List<LaneRow> due = new ArrayList<>();
        for (char digit : "0123456789abcdef".toCharArray()) {
            index.due(digit + ":" + consumer, now)
                    .filter(row -> row.entry().isDue(now))
                    .limit(limit)
                    .forEach(due::add);
        }
        return due.stream()
                .sorted(Comparator.comparing(row -> row.entry().due().orElseThrow()))
                .limit(limit)
                .map(LaneRow::lane)
                .toList();
    }

    @Override
    public Optional<ParkedEvent> discard(LaneLease lease, EventId event, String reason) {
        Optional<ParkedItem> found = step(
                lease.consumer(),
                lease.lane(),
                lane -> lane.entry()
                        .discard(
                                lease,
                                () -> events.place(lane, event).flatMap(place -> events.at(lane, place)),
                                stored -> head(lane, event).isPresent()));
        return found.filter(stored -> events.discard(stored, lease.consumer(), reason, clock.instant()))
                .flatMap(events::read);
    }

    @Override
    public List<ParkedEvent> discarded(String consumer, int limit) {
        List<ParkedEvent> discarded = new ArrayList<>();
        Map<String, AttributeValue> start = Map.of();
        do {
            Map<String, AttributeValue> from = start;
            QueryResponse page = table.keys(
                    DynamoDbTables.DISCARDED,
                    query -> query.keyConditionExpression("#by = :by")
                            .expressionAttributeNames(Map.of("#by", "discardedBy"))
                            .expressionAttributeValues(Map.of(":by", text(consumer)))
                            .scanIndexForward(false)
                            .exclusiveStartKey(from.isEmpty() ? null : from));
            for (Map<String, AttributeValue> named : page.items()) {
                if (discarded.size() < limit) {
                    events.discarded(named).flatMap(events::read).ifPresent(discarded::add);
                }
            }
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!start.isEmpty() && discarded.size() < limit);
        return List.copyOf(discarded);
    }

    private <T> T step(String consumer, Lane lane, Function<LaneRow, Change<LaneEntry, T>> rule) {
        return heads.step(key(consumer, lane), named(lane), there -> {
            LaneRow row = LaneRow.of(consumer, lane, there);
            return step(row, rule.apply(row));
        });
    }

    private static <T> Change<Map<String, AttributeValue>, T> step(LaneRow lane, Change<LaneEntry, T> step) {
        return step.map(next -> lane.next(next).item());
    }

    private LaneRow lane(String consumer, Lane lane) {
        return LaneRow.of(consumer, lane, table.get(key(consumer, lane)));
    }

    private static Map<String, AttributeValue> key(LaneLease lease) {
        return key(lease.consumer(), lease.lane());
    }

    private static Map<String, AttributeValue> key(String consumer, Lane lane) {
        return LaneRow.key(consumer, lane);
    }

    private static String named(Lane lane) {
        return "Lane '" + lane.value() + "'";
    }
}
