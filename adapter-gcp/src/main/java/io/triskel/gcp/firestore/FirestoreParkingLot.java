package io.triskel.gcp.firestore;

import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.Query.Direction;
import com.google.cloud.firestore.WriteBatch;
import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.spi.Change;
import io.triskel.spi.LaneEntry;
import io.triskel.store.KeyForm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
 * Parked lanes: one document each, and below it the lane's events in sequence, as large as a message of Pub/Sub may be. The
 * commit that adds or removes an event also writes the lane's document, on condition that it is unchanged, so the two always
 * agree.
 */
public final class FirestoreParkingLot implements ParkingLot {
    /** How long discarded events are kept for people, if a time to live is declared. */
    public static final Duration DISCARDED_KEPT = Duration.ofDays(90);

    private final DocumentCollection lanes;
    private final DocumentCollection discarded;
    private final ParkedBodies bodies;
    private final String parked;
    private final InstantSource clock;
    private final int room;

    /**
     * Makes no request yet.
     *
     * @param firestore closed by the caller
     * @param collections where {@link FirestoreCollections#lanes()}, {@link FirestoreCollections#parked()} and
     *     {@link FirestoreCollections#discarded()} are
     * @param clock says when an event was discarded
     * @param room how many events a lane takes, 1 or more
     */
    public FirestoreParkingLot(Firestore firestore, FirestoreCollections collections, InstantSource clock, int room) {
        if (room < 1) {
            throw new IllegalArgumentException("A lane takes 1 event or more, not " + room);
        }
        this.lanes = new DocumentCollection(firestore, collections.lanes());
        this.discarded = new DocumentCollection(firestore, collections.discarded());
        this.bodies = new ParkedBodies(lanes);
        this.parked = collections.parked();
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
        DocumentReference document = events(event.consumer(), event.lane()).document(ParkedFields.id(event.event()));
        return step(
                event.consumer(),
                event.lane(),
                lane -> lane.park(event, opens, () -> get(document).isPresent(), room),
                (lane, parked) -> {
                    Cells fields = ParkedFields.of(event).number(FirestoreCollections.SEQUENCE, lane.next());
                    Consumer<WriteBatch> parts = bodies.put(event.wire().body(), document, fields);
                    return batch -> {
                        batch.create(document, fields.create());
                        parts.accept(batch);
                    };
                });
    }

    @Override
    public Set<Lane> heldAmong(String consumer, Collection<Lane> asked) {
        List<Lane> distinct = List.copyOf(new HashSet<>(asked));
        List<Optional<Stored>> found =
                lanes.getAll(distinct.stream().map(lane -> at(consumer, lane)).toList());
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
        LaneEntry lane = LaneFields.entry(lanes.get(at(lease.consumer(), lease.lane())));
        return lane.heldBy(lease) ? read(inSequence(lease.consumer(), lease.lane()), limit) : List.of();
    }

    @Override
    public boolean remove(LaneLease lease, EventId head) {
        return step(
                        lease.consumer(),
                        lease.lane(),
                        lane -> lane.remove(lease, () -> head(lease, head)),
                        (lane, there) -> batch -> {
                            batch.delete(event(lease, head));
                            bodies.delete(there.orElseThrow(), batch);
                        })
                .isPresent();
    }

    @Override
    public boolean postpone(LaneLease lease, ParkedEvent head) {
        return step(
                        lease.consumer(),
                        lease.lane(),
                        lane -> lane.postpone(lease, () -> head(lease, head.event()), head.replayAt()),
                        (lane, there) -> {
                            Stored stored = there.orElseThrow();
                            Cells fields = ParkedFields.of(head)
                                    .number(
                                            FirestoreCollections.SEQUENCE,
                                            stored.number(FirestoreCollections.SEQUENCE));
                            bodies.keep(stored, fields);
                            return batch -> batch.set(event(lease, head.event()), fields.create());
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
    public List<Lane> lanes(String consumer, Optional<Lane> after, int limit) {
        String from = after.map(lane -> LaneFields.listed(consumer, lane)).orElse(LaneFields.listed(consumer));
        Query query = lanes.collection()
                .whereGreaterThan(FirestoreCollections.LISTED, from)
                .whereLessThan(FirestoreCollections.LISTED, DocumentIds.of(consumer) + KeyForm.END)
                .orderBy(FirestoreCollections.LISTED);
        return lanes.query(DocumentCollection.select(query, "lane", "alone").limit(limit)).stream()
                .map(DocumentCollection::stored)
                .map(LaneFields::lane)
                .toList();
    }

    @Override
    public List<ParkedEvent> list(String consumer, Lane lane, Optional<EventId> after, int limit) {
        Query query = inSequence(consumer, lane);
        Query rest = after.flatMap(event -> get(events(consumer, lane).document(ParkedFields.id(event))))
                .map(there -> query.startAfter(there.number(FirestoreCollections.SEQUENCE)))
                .orElse(query);
        return read(rest, limit);
    }

    @Override
    public List<Lane> due(String consumer, Instant now, int limit) {
        String of = DocumentIds.of(consumer);
        List<Query> queries = IntStream.range(0, KeyForm.PARTS)
                .mapToObj(bucket -> lanes.collection()
                        .whereGreaterThanOrEqualTo(FirestoreCollections.DUE, DocumentIds.due(of, bucket))
                        .whereLessThanOrEqualTo(FirestoreCollections.DUE, DocumentIds.due(of, bucket, now))
                        .orderBy(FirestoreCollections.DUE))
                .map(query -> DocumentCollection.select(query, "lane", "alone", FirestoreCollections.DUE)
                        .limit(limit))
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

    @Override
    public Optional<ParkedEvent> discard(LaneLease lease, EventId event, String reason) {
        DocumentReference document = event(lease, event);
        return step(
                        lease.consumer(),
                        lease.lane(),
                        lane -> lane.discard(
                                lease,
                                () -> get(document),
                                there -> head(lease, event).isPresent()),
                        (lane, there) -> {
                            DocumentReference copy =
                                    discarded.at(UUID.randomUUID().toString());
                            Stored stored = there.orElseThrow();
                            Instant expires = clock.instant().plus(DISCARDED_KEPT);
                            Cells kept = kept(stored, reason, expires);
                            return batch -> {
                                batch.delete(document).create(copy, kept.create());
                                bodies.expire(stored, expires, batch);
                            };
                        })
                .map(this::parkedEvent);
    }

    private Cells kept(Stored stored, String reason, Instant expires) {
        ParkedEvent event = ParkedFields.event(stored, new byte[0]);
        Cells fields = ParkedFields.of(event.waiting(reason, event.attempts(), Optional.empty()))
                .text(
                        FirestoreCollections.DISCARDED,
                        DocumentIds.of(event.consumer()) + "~" + KeyForm.time(clock.instant()))
                .expires(Optional.of(expires));
        bodies.keep(stored, fields);
        return fields;
    }

    @Override
    public List<ParkedEvent> discarded(String consumer, int limit) {
        Query query = discarded
                .collection()
                .whereGreaterThan(FirestoreCollections.DISCARDED, DocumentIds.of(consumer) + "~")
                .whereLessThan(FirestoreCollections.DISCARDED, DocumentIds.of(consumer) + KeyForm.END)
                .orderBy(FirestoreCollections.DISCARDED, Direction.DESCENDING);
        return read(query, limit);
    }

    /** The stored event, if the event is the lane's head. */
    private Optional<Stored> head(LaneLease lease, EventId event) {
        Query first = inSequence(lease.consumer(), lease.lane()).limit(1);
        return lanes.query(first).stream()
                .findFirst()
                .map(DocumentCollection::stored)
                .filter(there -> is(there, event));
    }

    private static boolean is(Stored there, EventId event) {
        return there.text("source").equals(event.source()) && there.text("id").equals(event.id());
    }

    private List<ParkedEvent> read(Query query, int limit) {
        List<ParkedEvent> events = new ArrayList<>();
        lanes.query(query.limit(limit)).forEach(found -> events.add(parkedEvent(DocumentCollection.stored(found))));
        return List.copyOf(events);
    }

    private ParkedEvent parkedEvent(Stored stored) {
        return ParkedFields.event(stored, bodies.of(stored));
    }

    private Query inSequence(String consumer, Lane lane) {
        return events(consumer, lane).orderBy(FirestoreCollections.SEQUENCE);
    }

    private DocumentReference event(LaneLease lease, EventId event) {
        return events(lease.consumer(), lease.lane()).document(ParkedFields.id(event));
    }

    private CollectionReference events(String consumer, Lane lane) {
        return at(consumer, lane).collection(parked);
    }

    private DocumentReference at(String consumer, Lane lane) {
        return lanes.at(LaneFields.id(consumer, lane));
    }

    private Optional<Stored> get(DocumentReference event) {
        Optional<Stored> there = lanes.get(event);
        lanes.forget(event);
        return there;
    }

    /** Applies a rule to the lane's head, and leaves the lane's events as they are. */
    private <T> T step(String consumer, Lane lane, Function<LaneEntry, Change<LaneEntry, T>> rule) {
        return step(consumer, lane, rule, (before, answer) -> batch -> {});
    }

    /**
     * Applies a rule to the lane's head.
     *
     * @param events adds the writes beside the head, from the head before and the step's answer
     */
    private <T> T step(
            String consumer,
            Lane lane,
            Function<LaneEntry, Change<LaneEntry, T>> rule,
            BiFunction<LaneEntry, T, Consumer<WriteBatch>> events) {
        return lanes.step(at(consumer, lane), there -> {
            LaneEntry before = LaneFields.entry(there);
            Change<LaneEntry, T> step = rule.apply(before);
            return step.map(next -> LaneFields.of(consumer, lane, next).along(events.apply(before, step.answer())));
        });
    }
}
