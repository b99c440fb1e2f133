package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.event.EventId;
import io.triskel.event.PortException;
import io.triskel.parking.Lane;
import io.triskel.parking.LaneEntry;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Parked lanes: each lane is a row that names its events; the events' bodies are items of their own. Bodies that a crash leaves
 * behind, and discarded events, stay until {@link ParkingCollector} deletes them.
 */
public final class DynamoDbParkingLot implements ParkingLot {
    /** With this many events a lane's row has half of the 400 KB that an item may have. */
    public static final int MOST_EVENTS = 2_000;

    private static final int MOST_TRIES = 256;

    private final Table table;
    private final Items rows;
    private final ParkedItems bodies;
    private final LaneIndex index;
    private final InstantSource clock;
    private final int room;

    /**
     * Makes no request yet.
     *
     * @param client closed by the caller
     * @param tables gives the table's name, {@link DynamoDbTables#parking()}
     * @param clock says when an event was stored or discarded
     * @param room how many events a lane takes, 1 to {@link #MOST_EVENTS}
     */
    public DynamoDbParkingLot(DynamoDbClient client, DynamoDbTables tables, InstantSource clock, int room) {
        if (room < 1 || room > MOST_EVENTS) {
            throw new IllegalArgumentException("A lane takes 1 to " + MOST_EVENTS + " events, not " + room);
        }
        this.table = new Table(client, tables.parking());
        this.rows = new Items(table, "version");
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
        List<String> stored = new ArrayList<>();
        return step(
                event.consumer(),
                event.lane(),
                row -> {
                    deleteUnnamed(stored, row);
                    return row.entry()
                            .park(event, opens, () -> row.find(event.event()).isPresent(), room);
                },
                (row, parked) -> row.and(stored(event, stored)));
    }

    /** Stores an event's body under a new stamp at each try: a body that a row named once may be deleted by now. */
    private LaneRow.Named stored(ParkedEvent event, List<String> stored) {
        LaneRow.Named named = LaneRow.Named.of(event.event(), UUID.randomUUID().toString());
        bodies.put(named.stamp(), event, clock.instant());
        stored.add(named.stamp());
        return named;
    }

    /** Deletes the bodies of tries that lost to another writer. */
    private void deleteUnnamed(List<String> stored, LaneRow row) {
        stored.stream().filter(stamp -> !row.names(stamp)).forEach(bodies::delete);
        stored.clear();
    }

    @Override
    public Set<Lane> heldAmong(String consumer, Collection<Lane> lanes) {
        Set<Lane> held = new HashSet<>(lanes);
        held.removeIf(lane -> !row(consumer, lane).entry().parked());
        return held;
    }

    @Override
    public Optional<LaneLease> lease(String consumer, Lane lane, Instant now, Duration duration) {
        return step(consumer, lane, row -> row.entry().lease(consumer, lane, now, duration));
    }

    @Override
    public List<ParkedEvent> peek(LaneLease lease, int limit) {
        return read(
                lease.consumer(),
                lease.lane(),
                row -> row.entry().heldBy(lease) ? first(row.events(), limit) : List.of());
    }

    @Override
    public boolean remove(LaneLease lease, EventId head) {
        Optional<LaneRow.Named> removed = step(
                lease.consumer(),
                lease.lane(),
                row -> row.entry().remove(lease, () -> row.head(head)),
                (row, named) -> row.without(named.orElseThrow()));
        removed.ifPresent(named -> bodies.delete(named.stamp()));
        return removed.isPresent();
    }

    @Override
    public boolean postpone(LaneLease lease, ParkedEvent head) {
        List<String> stored = new ArrayList<>();
        Optional<LaneRow.Named> before = step(
                lease.consumer(),
                lease.lane(),
                row -> {
                    deleteUnnamed(stored, row);
                    return row.entry().postpone(lease, () -> row.head(head.event()), head.replayAt());
                },
                (row, named) -> row.withHead(stored(head, stored)));
        before.ifPresent(named -> bodies.delete(named.stamp()));
        return before.isPresent();
    }

    @Override
    public boolean open(LaneLease lease) {
        return step(lease.consumer(), lease.lane(), row -> row.entry().open(lease));
    }

    @Override
    public void release(LaneLease lease) {
        boolean unused = step(lease.consumer(), lease.lane(), row -> row.entry().release(lease));
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
        return step(
                        lease.consumer(),
                        lease.lane(),
                        row -> row.entry()
                                .discard(
                                        lease,
                                        () -> row.find(event).flatMap(this::body),
                                        body -> row.head(event).isPresent()),
                        (row, body) -> {
                            LaneRow.Named named = body.orElseThrow().named();
                            bodies.mark(named.stamp(), lease.consumer(), reason, clock.instant());
                            return row.without(named);
                        })
                .map(Body::event);
    }

    private record Body(LaneRow.Named named, ParkedEvent event) {}

    private Optional<Body> body(LaneRow.Named named) {
        return bodies.get(named.stamp()).map(event -> new Body(named, event));
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

    /** If a body is missing, another writer took its event out after the row was read: the row is read again. */
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
        throw new PortException("Events of lane '" + lane.value() + "' were taken out at each of " + MOST_TRIES
                + " tries to read them; try again when it is quieter");
    }

    /** Applies a rule to the lane's head, and leaves the lane's events as they are. */
    private <T> T step(String consumer, Lane lane, Function<LaneRow, LaneEntry.Step<T>> rule) {
        return step(consumer, lane, rule, (row, answer) -> row.events());
    }

    /**
     * Applies a rule to the lane's head.
     *
     * @param events gives the events that the next row names, from the row before and the step's answer; their bodies are stored
     *     before the row
     */
    private <T> T step(
            String consumer,
            Lane lane,
            Function<LaneRow, LaneEntry.Step<T>> rule,
            BiFunction<LaneRow, T, List<LaneRow.Named>> events) {
        return rows.step(key(consumer, lane), "Lane '" + lane.value() + "'", there -> {
            LaneRow row = LaneRow.of(consumer, lane, there);
            LaneEntry.Step<T> step = rule.apply(row);
            return step.next()
                    .map(next -> Step.write(
                            row.next(next, events.apply(row, step.answer())).item(), step.answer()))
                    .orElseGet(() -> Step.nothing(step.answer()));
        });
    }

    private LaneRow row(String consumer, Lane lane) {
        return LaneRow.of(consumer, lane, table.get(key(consumer, lane)));
    }

    private static Map<String, AttributeValue> key(String consumer, Lane lane) {
        return Map.of("item", text("lane:" + LaneRow.key(consumer, lane)));
    }
}
