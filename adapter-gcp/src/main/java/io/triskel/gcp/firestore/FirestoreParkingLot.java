package io.triskel.gcp.firestore;

import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.Query.Direction;
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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Parked lanes: a document each, and below it its events in sequence. An event comes and goes in the commit that writes the
 * lane's document on condition that nobody else has, so neither is ever there without the other.
 */
public final class FirestoreParkingLot implements ParkingLot {
    /** How long discarded events are kept for people, if a time to live is declared. */
    public static final Duration DISCARDED_KEPT = Duration.ofDays(90);


    private final Documents lanes;
    private final Documents discarded;
    private final String parked;
    private final InstantSource clock;
    private final int room;

    /**
     * Makes one; nothing is called yet.
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
        this.lanes = new Documents(firestore, collections.lanes());
        this.discarded = new Documents(firestore, collections.discarded());
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
        return step(event.consumer(), event.lane(), lane -> {
            if (!lane.parked() && !opens) {
                return Step.nothing(ParkResult.open());
            }
            if (lane.parked() && get(document).isPresent()) {
                return Step.nothing(ParkResult.parked());
            }
            if (lane.count() >= room) {
                return Step.nothing(new ParkResult.Full(room));
            }
            Fields fields = ParkedFields.of(event).number(FirestoreCollections.SEQUENCE, lane.next());
            return Step.write(lane.with(event.replayAt()).fields(), ParkResult.parked())
                    .along(batch -> batch.create(document, fields.create()));
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
        return step(
                consumer,
                lane,
                there -> there.parked() && !there.leased(now)
                        ? Step.write(
                                there.leased(now, duration).fields(),
                                Optional.of(new LaneLease(consumer, lane, there.fence() + 1, now.plus(duration))))
                        : Step.nothing(Optional.empty()));
    }

    @Override
    public List<ParkedEvent> peek(LaneLease lease, int limit) {
        LaneState lane = LaneState.of(lease.consumer(), lease.lane(), lanes.get(at(lease.consumer(), lease.lane())));
        return lane.heldBy(lease) ? read(inSequence(lease.consumer(), lease.lane()), limit) : List.of();
    }

    @Override
    public boolean remove(LaneLease lease, EventId head) {
        return step(
                lease,
                false,
                lane -> isHead(lease, head)
                        ? Step.write(lane.without(true).fields(), true).along(batch -> batch.delete(event(lease, head)))
                        : Step.nothing(false));
    }

    @Override
    public boolean postpone(LaneLease lease, ParkedEvent head) {
        return step(lease, false, lane -> {
            Optional<Stored> first = head(lease);
            if (first.filter(there -> is(there, head.event())).isEmpty()) {
                return Step.nothing(false);
            }
            Fields fields = ParkedFields.of(head)
                    .number(FirestoreCollections.SEQUENCE, first.get().number(FirestoreCollections.SEQUENCE));
            return Step.write(lane.postponed(head.replayAt()).fields(), true)
                    .along(batch -> batch.set(event(lease, head.event()), fields.create()));
        });
    }

    @Override
    public boolean open(LaneLease lease) {
        return step(
                lease,
                false,
                lane -> lane.count() == 0 ? Step.write(lane.opened().fields(), true) : Step.nothing(false));
    }

    @Override
    public void release(LaneLease lease) {
        step(lease, false, lane -> Step.write(lane.released().fields(), true));
    }

    @Override
    public List<Lane> lanes(String consumer, Optional<Lane> after, int limit) {
        String from = after.map(lane -> LaneState.listed(consumer, lane)).orElse(LaneState.listed(consumer));
        Query query = lanes.collection()
                .whereGreaterThan(FirestoreCollections.LISTED, from)
                .whereLessThan(FirestoreCollections.LISTED, Keys.of(consumer) + KeyForm.END)
                .orderBy(FirestoreCollections.LISTED)
                .select("lane", "alone")
                .limit(limit);
        return lanes.query(query).stream()
                .map(Documents::stored)
                .map(FirestoreParkingLot::lane)
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
        String of = Keys.of(consumer);
        List<Query> queries = IntStream.range(0, KeyForm.PARTS)
                .mapToObj(bucket -> lanes.collection()
                        .whereGreaterThanOrEqualTo(FirestoreCollections.DUE, Keys.due(of, bucket))
                        .whereLessThanOrEqualTo(FirestoreCollections.DUE, Keys.due(of, bucket, now))
                        .orderBy(FirestoreCollections.DUE)
                        .select("lane", "alone", FirestoreCollections.DUE)
                        .limit(limit))
                .toList();
        int time = Keys.due(of, 0).length();
        return lanes.queryAll(queries).stream()
                .map(Documents::stored)
                .sorted(Comparator.comparing(
                        there -> there.text(FirestoreCollections.DUE).substring(time)))
                .limit(limit)
                .map(FirestoreParkingLot::lane)
                .toList();
    }

    @Override
    public Optional<ParkedEvent> discard(LaneLease lease, EventId event, String reason) {
        return step(lease, Optional.empty(), lane -> {
            DocumentReference document = event(lease, event);
            Optional<ParkedEvent> there = get(document).map(ParkedFields::event);
            if (there.isEmpty()) {
                return Step.nothing(Optional.empty());
            }
            Instant now = clock.instant();
            Fields kept = ParkedFields.of(
                            there.get().waiting(reason, there.get().attempts(), Optional.empty()))
                    .text(FirestoreCollections.DISCARDED, Keys.of(lease.consumer()) + "~" + KeyForm.time(now))
                    .expires(Optional.of(now.plus(DISCARDED_KEPT)));
            DocumentReference copy = discarded.at(UUID.randomUUID().toString());
            return Step.write(lane.without(isHead(lease, event)).fields(), there)
                    .along(batch -> batch.delete(document).create(copy, kept.create()));
        });
    }

    @Override
    public List<ParkedEvent> discarded(String consumer, int limit) {
        Query query = discarded
                .collection()
                .whereGreaterThan(FirestoreCollections.DISCARDED, Keys.of(consumer) + "~")
                .whereLessThan(FirestoreCollections.DISCARDED, Keys.of(consumer) + KeyForm.END)
                .orderBy(FirestoreCollections.DISCARDED, Direction.DESCENDING);
        return read(query, limit);
    }

    private boolean isHead(LaneLease lease, EventId event) {
        return head(lease).filter(there -> is(there, event)).isPresent();
    }

    private Optional<Stored> head(LaneLease lease) {
        Query first = inSequence(lease.consumer(), lease.lane()).limit(1);
        return lanes.query(first).stream().findFirst().map(Documents::stored);
    }

    private static boolean is(Stored there, EventId event) {
        return there.text("source").equals(event.source()) && there.text("id").equals(event.id());
    }

    private List<ParkedEvent> read(Query query, int limit) {
        List<ParkedEvent> events = new ArrayList<>();
        lanes.query(query.limit(limit)).forEach(found -> events.add(ParkedFields.event(Documents.stored(found))));
        return List.copyOf(events);
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
        return lanes.at(LaneState.id(consumer, lane));
    }

    private Optional<Stored> get(DocumentReference event) {
        Optional<Stored> there = lanes.get(event);
        lanes.forget(event);
        return there;
    }

    private static Lane lane(Stored there) {
        return new Lane(there.text("lane"), there.flag("alone"));
    }

    private <T> T step(LaneLease lease, T otherwise, Function<LaneState, Step<T>> step) {
        return step(
                lease.consumer(),
                lease.lane(),
                lane -> lane.heldBy(lease) ? step.apply(lane) : Step.nothing(otherwise));
    }

    private <T> T step(String consumer, Lane lane, Function<LaneState, Step<T>> step) {
        return lanes.step(at(consumer, lane), there -> step.apply(LaneState.of(consumer, lane, there)));
    }
}
