package io.triskel.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.Query.Direction;
import com.google.cloud.firestore.WriteBatch;
import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.spi.Change;
import io.triskel.spi.LaneEntry;
import io.triskel.store.KeyForm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Stores parked lanes: one document each, and below it the lane's events in sequence, each as large as a Pub/Sub
 * message can be. The commit that adds or removes an event also writes the lane's document, if that is unchanged, so
 * the two always agree.
 */
public final class FirestoreParkingLot implements ParkingLot {
    /** How long discarded events are kept, if a time to live is declared. */
    public static final Duration DISCARDED_KEPT = Duration.ofDays(90);

    private final DocumentCollection lanes;
    private final DocumentCollection discarded;
    private final ParkedDocuments events;
    private final InstantSource clock;
    private final int room;

    /**
     * Makes no request yet.
     *
     * @param firestore closed by the caller
     * @param collections gives the names {@link FirestoreCollections#lanes()}, {@link FirestoreCollections#parked()}
     *     and {@link FirestoreCollections#discarded()}
     * @param clock gives the time when an event is discarded
     * @param room the maximum of events in a lane, at least 1
     */
    public FirestoreParkingLot(Firestore firestore, FirestoreCollections collections, InstantSource clock, int room) {
        if (room < 1) {
            throw new IllegalArgumentException("room must be at least 1 event per lane, not " + room);
        }
        this.lanes = new DocumentCollection(firestore, collections.lanes());
        this.discarded = new DocumentCollection(firestore, collections.discarded());
        this.events = new ParkedDocuments(lanes, collections.parked());
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
        DocumentReference document = events.at(event.consumer(), event.lane(), event.event());
        return step(
                event.consumer(),
                event.lane(),
                lane -> lane.park(event, opens, () -> events.get(document).isPresent(), room),
                (lane, parked) -> {
                    Cells fields = ParkedFields.of(event).number(FirestoreCollections.SEQUENCE, lane.next());
                    Consumer<WriteBatch> parts =
                            events.bodies().put(event.wire().body(), document, fields);
                    return batch -> {
                        batch.create(document, fields.create());
                        parts.accept(batch);
                    };
                });
    }

    @Override
    public Set<Lane> heldAmong(String consumer, Collection<Lane> asked) {
        List<Lane> distinct = List.copyOf(new HashSet<>(asked));
        List<Optional<Stored>> found = lanes.getAll(
                distinct.stream().map(lane -> events.lane(consumer, lane)).toList());
        Set<Lane> held = new HashSet<>();
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).filter(there -> there.flag("parked")).isPresent()) {
                held.add(distinct.get(i));
            }
        }
        return held;
    }

    @Override
    public Optional<LaneLease> lease(String consumer, Lane lane, Instant now, Duration duration) {
        return step(consumer, lane, there -> there.lease(consumer, lane, now, duration));
    }

    @Override
    public List<ParkedEvent> peek(LaneLease lease, int limit) {
        LaneEntry lane = LaneFields.entry(lanes.get(events.lane(lease.consumer(), lease.lane())));
        return lane.heldBy(lease) ? events.read(events.inSequence(lease.consumer(), lease.lane()), limit) : List.of();
    }

    @Override
    public boolean remove(LaneLease lease, EventId head) {
        return step(
                        lease.consumer(),
                        lease.lane(),
                        lane -> lane.remove(lease, () -> events.head(lease, head)),
                        (lane, there) -> batch -> {
                            batch.delete(events.at(lease, head));
                            events.bodies().delete(there.orElseThrow(), batch);
                        })
                .isPresent();
    }

    @Override
    public boolean postpone(LaneLease lease, ParkedEvent head) {
        return step(
                        lease.consumer(),
                        lease.lane(),
                        lane -> lane.postpone(lease, () -> events.head(lease, head.event()), head),
                        (lane, there) -> {
                            Stored stored = there.orElseThrow();
                            Cells fields = ParkedFields.of(head)
                                    .number(
                                            FirestoreCollections.SEQUENCE,
                                            stored.number(FirestoreCollections.SEQUENCE));
                            events.bodies().keep(stored, fields);
                            return batch -> batch.set(events.at(lease, head.event()), fields.create());
                        })
                .isPresent();
    }

    @Override
    public boolean open(LaneLease lease) {
        return step(lease.consumer(), lease.lane(), lane -> lane.open(lease));
    }

    @Override
    public void release(LaneLease lease) {
        boolean unused = step(lease.consumer(), lease.lane(), lane -> lane.release(lease));
    }

    @Override
    public List<HeldLane> held(String consumer, Optional<Lane> after, int limit) {
        String from = after.map(lane -> LaneFields.listed(consumer, lane)).orElse(LaneFields.listed(consumer));
        Query query = lanes.collection()
                .whereGreaterThan(FirestoreCollections.LISTED, from)
                .whereLessThan(FirestoreCollections.LISTED, DocumentIds.of(consumer) + KeyForm.END)
                .orderBy(FirestoreCollections.LISTED);
        return lanes.query(query.limit(limit)).stream()
                .map(DocumentCollection::stored)
                .flatMap(there -> LaneFields.entry(Optional.of(there)).held(LaneFields.lane(there)).stream())
                .toList();
    }

    @Override
    public Optional<HeldLane> held(String consumer, Lane lane) {
        return LaneFields.entry(lanes.get(events.lane(consumer, lane))).held(lane);
    }

    @Override
    public List<ParkedEvent> list(String consumer, Lane lane, Optional<EventId> after, int limit) {
        Query query = events.inSequence(consumer, lane);
        Query rest = after.flatMap(event -> events.get(events.at(consumer, lane, event)))
                .map(there -> query.startAfter(there.number(FirestoreCollections.SEQUENCE)))
                .orElse(query);
        return events.read(rest, limit);
    }

    @Override
    public List<Lane> due(String consumer, Instant now, int limit) {
        String of = DocumentIds.of(consumer);
        // Nearly always nothing waits, and an empty query is billed as a read: one look at all buckets comes first.
        if (lanes.query(due(of, 0, KeyForm.PARTS - 1, now, 1)).isEmpty()) {
            return List.of();
        }
        List<Query> queries = IntStream.range(0, KeyForm.PARTS)
                .mapToObj(bucket -> due(of, bucket, bucket, now, limit))
                .toList();
        int time = DocumentIds.due(of, 0).length();
        return lanes.queryAll(queries).stream()
                .map(DocumentCollection::stored)
                .sorted(Comparator.comparing(
                        there -> there.text(FirestoreCollections.DUE).substring(time)))
                .limit(limit)
                .map(LaneFields::lane)
                .toList();
    }

    /** Lanes of these buckets that are due, and in all buckets but the last also those that will be. */
    private Query due(String of, int from, int to, Instant now, int limit) {
        Query query = lanes.collection()
                .whereGreaterThanOrEqualTo(FirestoreCollections.DUE, DocumentIds.due(of, from))
                .whereLessThanOrEqualTo(FirestoreCollections.DUE, DocumentIds.due(of, to, now))
                .orderBy(FirestoreCollections.DUE);
        return DocumentCollection.select(query, "lane", "alone", FirestoreCollections.DUE)
                .limit(limit);
    }

    @Override
    public Optional<ParkedEvent> discard(LaneLease lease, EventId event, String reason) {
        DocumentReference document = events.at(lease, event);
        return step(
                        lease.consumer(),
                        lease.lane(),
                        lane -> lane.discard(
                                lease,
                                () -> events.get(document),
                                there -> events.head(lease, event).isPresent()),
                        (lane, there) -> {
                            DocumentReference copy =
                                    discarded.at(UUID.randomUUID().toString());
                            Stored stored = there.orElseThrow();
                            Instant now = clock.instant();
                            Instant expires = now.plus(DISCARDED_KEPT);
                            Cells kept = events.discarded(stored, reason, now, expires);
                            return batch -> {
                                batch.delete(document).create(copy, kept.create());
                                events.bodies().expire(stored, expires, batch);
                            };
                        })
                .map(events::event);
    }

    @Override
    public List<ParkedEvent> discarded(String consumer, int limit) {
        Query query = discarded
                .collection()
                .whereGreaterThan(FirestoreCollections.DISCARDED, DocumentIds.of(consumer) + "~")
                .whereLessThan(FirestoreCollections.DISCARDED, DocumentIds.of(consumer) + KeyForm.END)
                .orderBy(FirestoreCollections.DISCARDED, Direction.DESCENDING);
        return events.read(query, limit);
    }

    /** Applies a rule to the lane's head, and leaves the lane's events as they are. */
    private <T> T step(String consumer, Lane lane, Function<LaneEntry, Change<LaneEntry, T>> rule) {
        return step(consumer, lane, rule, (before, answer) -> batch -> {});
    }

    /**
     * Applies a rule to the lane's head.
     *
     * @param along adds the writes in addition to the head, from the previous head and the step's answer
     */
    private <T> T step(
            String consumer,
            Lane lane,
            Function<LaneEntry, Change<LaneEntry, T>> rule,
            BiFunction<LaneEntry, T, Consumer<WriteBatch>> along) {
        return lanes.step(events.lane(consumer, lane), there -> {
            LaneEntry before = LaneFields.entry(there);
            Change<LaneEntry, T> step = rule.apply(before);
            return step.map(next -> LaneFields.of(consumer, lane, next).along(along.apply(before, step.answer())));
        });
    }
}
