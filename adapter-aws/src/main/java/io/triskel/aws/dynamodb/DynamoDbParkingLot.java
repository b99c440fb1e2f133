package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.event.EventId;
import io.triskel.event.PortException;
import io.triskel.parking.Lane;
import io.triskel.parking.LaneLease;
import io.triskel.parking.ParkResult;
import io.triskel.parking.ParkedEvent;
import io.triskel.parking.ParkingLot;
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
import java.util.UUID;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Parked lanes: a row each that names its events, whose bodies are items of their own. Bodies that a crash leaves behind, and
 * discarded events, stay until {@link ParkingCollector} deletes them.
 */
public final class DynamoDbParkingLot implements ParkingLot {
    /** So many events in a lane leave its row at half of what an item may have. */
    public static final int MOST_EVENTS = 2_000;

    private static final int MOST_TRIES = 256;

    private final Table table;
    private final ParkedItems bodies;
    private final LaneIndex index;
    private final InstantSource clock;
    private final int room;

    /**
     * Makes one; nothing is called yet.
     *
     * @param client closed by the caller
     * @param tables where {@link DynamoDbTables#parking()} is
     * @param clock says when an event was stored or discarded
     * @param room how many events a lane takes, 1 to {@link #MOST_EVENTS}
     */
    public DynamoDbParkingLot(DynamoDbClient client, DynamoDbTables tables, InstantSource clock, int room) {
        if (room < 1 || room > MOST_EVENTS) {
            throw new IllegalArgumentException("A lane takes 1 to " + MOST_EVENTS + " events, not " + room);
        }
        this.table = new Table(client, tables.parking());
        this.bodies = new ParkedItems(table);
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
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            LaneRow row = row(event.consumer(), event.lane());
            Optional<ParkResult> refused = refused(row, event, opens);
            if (refused.isPresent()) {
                return refused.get();
            }
            // A new stamp each time: a body that was named once may be gone by now.
            LaneRow.Named named = LaneRow.Named.of(event.event(), stamp());
            bodies.put(named.stamp(), event, clock.instant());
            if (write(row.with(named, event.replayAt()))) {
                return ParkResult.parked();
            }
            deleteUnnamed(event.consumer(), event.lane(), named.stamp());
        }
        throw tooBusy(event.lane());
    }

    /** A write that seems to have failed may be one whose answer was lost, so the row is asked. */
    private void deleteUnnamed(String consumer, Lane lane, String stamp) {
        if (!row(consumer, lane).names(stamp)) {
            bodies.delete(stamp);
        }
    }

    private Optional<ParkResult> refused(LaneRow row, ParkedEvent event, boolean opens) {
        if (!row.parked()) {
            return opens ? Optional.empty() : Optional.of(ParkResult.open());
        }
        if (row.find(event.event()).isPresent()) {
            return Optional.of(ParkResult.parked());
        }
        return row.events().size() < room ? Optional.empty() : Optional.of(new ParkResult.Full(room));
    }

    @Override
    public Set<Lane> heldAmong(String consumer, Collection<Lane> lanes) {
        Set<Lane> held = new HashSet<>(lanes);
        held.removeIf(lane -> !row(consumer, lane).parked());
        return held;
    }

    @Override
    public Optional<LaneLease> lease(String consumer, Lane lane, Instant now, Duration duration) {
        return step(
                        consumer,
                        lane,
                        row -> row.parked() && !row.leased(now)
                                ? Optional.of(row.leased(now, duration))
                                : Optional.empty())
                .map(row -> new LaneLease(consumer, lane, row.fence() + 1, now.plus(duration)));
    }

    @Override
    public List<ParkedEvent> peek(LaneLease lease, int limit) {
        return read(lease.consumer(), lease.lane(), row -> row.heldBy(lease) ? first(row.events(), limit) : List.of());
    }

    @Override
    public boolean remove(LaneLease lease, EventId head) {
        Optional<LaneRow> before = step(
                lease,
                row -> row.hasHead(head) ? Optional.of(row.without(row.events().get(0))) : Optional.empty());
        before.ifPresent(row -> bodies.delete(row.events().get(0).stamp()));
        return before.isPresent();
    }

    @Override
    public boolean postpone(LaneLease lease, ParkedEvent head) {
        LaneRow there = row(lease.consumer(), lease.lane());
        if (!there.heldBy(lease) || !there.hasHead(head.event())) {
            return false;
        }
        LaneRow.Named named = LaneRow.Named.of(head.event(), stamp());
        bodies.put(named.stamp(), head, clock.instant());
        Optional<LaneRow> before = step(
                lease,
                row -> row.hasHead(head.event())
                        ? Optional.of(row.withHead(named, head.replayAt()))
                        : Optional.empty());
        if (before.isPresent()) {
            bodies.delete(there.events().get(0).stamp());
        } else {
            deleteUnnamed(lease.consumer(), lease.lane(), named.stamp());
        }
        return before.isPresent();
    }

    @Override
    public boolean open(LaneLease lease) {
        return step(lease, row -> row.events().isEmpty() ? Optional.of(row.opened()) : Optional.empty())
                .isPresent();
    }

    @Override
    public void release(LaneLease lease) {
        step(lease, row -> Optional.of(row.released()));
    }

    @Override
    public List<Lane> lanes(String consumer, Optional<Lane> after, int limit) {
        String from = after.map(lane -> LaneRow.key(consumer, lane)).orElse("");
        List<Lane> lanes = new ArrayList<>();
        for (char digit : "0123456789abcdef".toCharArray()) {
            if (lanes.size() < limit && (from.isEmpty() || digit >= from.charAt(0))) {
                index.rows(
                                DynamoDbTables.LANES,
                                "laneBucket",
                                digit + ":" + consumer,
                                "digest",
                                text(from.isEmpty() ? "0" : from),
                                true)
                        .limit(limit - lanes.size())
                        .forEach(row -> lanes.add(row.lane()));
            }
        }
        return List.copyOf(lanes);
    }

    @Override
    public List<ParkedEvent> list(String consumer, Lane lane, Optional<EventId> after, int limit) {
        return read(consumer, lane, row -> {
            int from = after.flatMap(row::find)
                    .map(named -> row.events().indexOf(named) + 1)
                    .orElse(0);
            return first(row.events().subList(from, row.events().size()), limit);
        });
    }

    @Override
    public List<Lane> due(String consumer, Instant now, int limit) {
        List<LaneRow> due = new ArrayList<>();
        for (char digit : "0123456789abcdef".toCharArray()) {
            index.rows(DynamoDbTables.DUE, "dueBucket", digit + ":" + consumer, "due", instant(now), false)
                    .filter(row -> !row.leased(now))
                    .filter(row -> row.due().filter(at -> !at.isAfter(now)).isPresent())
                    .limit(limit)
                    .forEach(due::add);
        }
        return due.stream()
                .sorted(Comparator.comparing(row -> row.due().orElseThrow()))
                .limit(limit)
                .map(LaneRow::lane)
                .toList();
    }

    @Override
    public Optional<ParkedEvent> discard(LaneLease lease, EventId event, String reason) {
        LaneRow there = row(lease.consumer(), lease.lane());
        Optional<LaneRow.Named> named = there.heldBy(lease) ? there.find(event) : Optional.empty();
        Optional<ParkedEvent> parked = named.flatMap(found -> bodies.get(found.stamp()));
        if (named.isEmpty() || parked.isEmpty()) {
            return Optional.empty();
        }
        bodies.mark(named.get().stamp(), lease.consumer(), reason, clock.instant());
        return step(
                        lease,
                        row -> row.names(named.get().stamp())
                                ? Optional.of(row.without(named.get()))
                                : Optional.empty())
                .flatMap(row -> parked);
    }

    @Override
    public List<ParkedEvent> discarded(String consumer, int limit) {
        List<ParkedEvent> discarded = new ArrayList<>();
        Map<String, AttributeValue> start = Map.of();
        do {
            Map<String, AttributeValue> from = start;
            QueryResponse page = table.query(query -> query.indexName(DynamoDbTables.DISCARDED)
                    .keyConditionExpression("#by = :by")
                    .expressionAttributeNames(Map.of("#by", "discardedBy"))
                    .expressionAttributeValues(Map.of(":by", text(consumer)))
                    .scanIndexForward(false)
                    .exclusiveStartKey(from.isEmpty() ? null : from));
            for (Map<String, AttributeValue> item : page.items()) {
                String stamp = ParkedItems.stamp(item);
                if (discarded.size() < limit) {
                    bodies.marked(stamp)
                            .filter(event -> !row(consumer, event.lane()).names(stamp))
                            .ifPresent(discarded::add);
                }
            }
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!start.isEmpty() && discarded.size() < limit);
        return List.copyOf(discarded);
    }

    private static List<LaneRow.Named> first(List<LaneRow.Named> events, int limit) {
        return events.subList(0, Math.min(limit, events.size()));
    }

    /** A body that is gone was taken out after the row was read, so the row is another now. */
    private List<ParkedEvent> read(String consumer, Lane lane, Function<LaneRow, List<LaneRow.Named>> which) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            List<LaneRow.Named> named = which.apply(row(consumer, lane));
            List<ParkedEvent> events = named.stream()
                    .flatMap(one -> bodies.get(one.stamp()).stream())
                    .toList();
            if (events.size() == named.size()) {
                return events;
            }
        }
        throw tooBusy(lane);
    }

    private Optional<LaneRow> step(LaneLease lease, Function<LaneRow, Optional<LaneRow>> change) {
        return step(lease.consumer(), lease.lane(), row -> row.heldBy(lease) ? change.apply(row) : Optional.empty());
    }

    /** The row as it was before the change; empty if there was nothing to change. */
    private Optional<LaneRow> step(String consumer, Lane lane, Function<LaneRow, Optional<LaneRow>> change) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            LaneRow row = row(consumer, lane);
            Optional<LaneRow> changed = change.apply(row);
            if (changed.isEmpty()) {
                return Optional.empty();
            }
            if (write(changed.get())) {
                return Optional.of(row);
            }
        }
        throw tooBusy(lane);
    }

    private LaneRow row(String consumer, Lane lane) {
        return table.get(Map.of("item", text("lane:" + LaneRow.key(consumer, lane))))
                .map(LaneRow::of)
                .orElseGet(() -> LaneRow.unknown(consumer, lane));
    }

    private boolean write(LaneRow row) {
        Map<String, AttributeValue> item = new HashMap<>(row.item());
        return table.put(put -> {
            put.item(item).expressionAttributeNames(Map.of("#version", "version"));
            if (row.version() == 1) {
                put.conditionExpression("attribute_not_exists(#version)");
            } else {
                put.conditionExpression("#version = :before")
                        .expressionAttributeValues(Map.of(":before", number(row.version() - 1)));
            }
        });
    }

    private static PortException tooBusy(Lane lane) {
        return new PortException("Lane '" + lane.value() + "' was changed by others at each of " + MOST_TRIES
                + " tries; try again when it is quieter");
    }

    private static String stamp() {
        return UUID.randomUUID().toString();
    }
}
