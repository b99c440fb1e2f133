package io.triskel.gcp.firestore;

import static io.triskel.gcp.firestore.Remarks.command;
import static io.triskel.gcp.firestore.Remarks.remark;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.firestore.Firestore;
import io.triskel.codec.WireEvent;
import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.projection.ReadModel.Row;
import io.triskel.saga.PendingCommands;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaRow.PendingCommand;
import io.triskel.saga.SagaRow.Timer;
import io.triskel.saga.SagaStatus;
import io.triskel.saga.SeenEvents;
import io.triskel.store.Checkpoints.Checkpoint;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.Snapshots.Snapshot;
import io.triskel.transfer.Replicas.Replica;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** All stores over the same collections, and what one entity does to them. */
final class EveryStore {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final byte[] SOME = {1, 2, 3};

    private final InstantSource clock;
    private final FirestoreEventStore events;
    private final FirestoreInbox inbox;
    private final FirestoreSagaStore sagas;
    private final FirestoreSnapshots snapshots;
    private final FirestoreReplicas replicas;
    private final FirestoreReadModel rows;
    private final FirestoreParkingLot lot;
    private final FirestoreCheckpoints checkpoints;
    private final FirestorePersonalKeys keys;

    EveryStore(Firestore firestore, FirestoreCollections collections, InstantSource clock) {
        this.clock = clock;
        this.events = new FirestoreEventStore(firestore, collections, Remarks.codec(), clock);
        this.inbox = new FirestoreInbox(firestore, collections, Duration.ofDays(8));
        this.sagas = new FirestoreSagaStore(firestore, collections, clock);
        this.snapshots = new FirestoreSnapshots(firestore, collections);
        this.replicas = new FirestoreReplicas(firestore, collections);
        this.rows = new FirestoreReadModel(firestore, collections);
        this.lot = new FirestoreParkingLot(firestore, collections, clock, 1_000);
        this.checkpoints = new FirestoreCheckpoints(firestore, collections);
        this.keys = new FirestorePersonalKeys(firestore, collections);
    }

    /** One event more of an entity that has had so many: stored, published, handled, answered by a saga, projected. */
    void event(String entity, int before) {
        append(entity, before);
        publish(entity, before + 1);
        handle("consumer", entity + "-" + before);
        SagaRef saga = new SagaRef("saga", entity);
        assertThat(sagas.save(row(saga, before + 1), before)).isTrue();
        assertThat(replicas.put("entities", Replica.of(entity, before + 1, SOME)))
                .isTrue();
        assertThat(rows.put("table", new Row(entity, before + 1, before + 1, Map.of("index", "key"), SOME), before))
                .isTrue();
    }

    void append(String entity, int before) {
        events.append(new StreamId(entity), Expectation.exactly(before), List.of(remark("a")), command());
    }

    void publish(String entity, int to) {
        DispatchLease lease =
                events.lease(new StreamId(entity), clock.instant(), LEASE).orElseThrow();
        assertThat(events.finish(lease, to, List.of())).isEqualTo(Finish.RELEASED);
    }

    private void handle(String consumer, String id) {
        Claim claim = inbox.claimAll(consumer, List.of(new EventId("/gcp", id)), clock.instant(), LEASE).stream()
                .map(ClaimResult.Claimed.class::cast)
                .map(ClaimResult.Claimed::claim)
                .findFirst()
                .orElseThrow();
        inbox.completeAll(List.of(claim), clock.instant());
    }

    /** What does not come with each event: all that is left of it stays, so that it can be looked at. */
    void occasions(String entity) {
        snapshots.save(
                new StreamId(entity), new Snapshot("fingerprint", 1, SOME, List.of(new Commit(command(), 1, 1)), SOME));
        Checkpoint claimed = checkpoints.claim(entity);
        assertThat(checkpoints.save(claimed, "position")).isPresent();
        keys.keyFor(entity);
        SagaRow stuck = row(
                new SagaRef("saga", entity + "-stuck"),
                1,
                new SagaStatus.Stuck("reason", Optional.empty(), Optional.empty()));
        assertThat(sagas.save(stuck, 0)).isTrue();
        inbox.claimParked("consumer", new EventId("/gcp", entity + "-parked"), clock.instant(), LEASE);
        Lane lane = new Lane(entity, false);
        IntStream.range(0, 3).forEach(i -> lot.park(parked(lane, entity + "-" + i)));
        LaneLease lease = lot.lease("consumer", lane, clock.instant(), LEASE).orElseThrow();
        assertThat(lot.discard(lease, new EventId("/gcp", entity + "-0"), "not wanted"))
                .isPresent();
        assertThat(lot.remove(lease, new EventId("/gcp", entity + "-1"))).isTrue();
    }

    /** Takes the last event out and opens the lane. */
    void open(String entity) {
        Lane lane = new Lane(entity, false);
        LaneLease lease =
                lot.lease("consumer", lane, clock.instant().plus(LEASE), LEASE).orElseThrow();
        assertThat(lot.remove(lease, new EventId("/gcp", entity + "-2"))).isTrue();
        assertThat(lot.open(lease)).isTrue();
    }

    private ParkedEvent parked(Lane lane, String id) {
        return new ParkedEvent(
                "consumer",
                lane,
                new EventId("/gcp", id),
                WireEvent.structured(SOME),
                "position",
                "reason",
                1,
                clock.instant(),
                Optional.of(clock.instant()));
    }

    private static SagaRow row(SagaRef saga, long revision) {
        return row(saga, revision, new SagaStatus.Running());
    }

    private static SagaRow row(SagaRef saga, long revision, SagaStatus status) {
        return SagaRow.of(
                saga,
                revision,
                status,
                "fingerprint",
                SOME,
                List.of(new Timer("timer", Instant.EPOCH, Optional.of(Instant.EPOCH), 0, Optional.empty())),
                new PendingCommands(
                        List.of(new PendingCommand("c", "target", new OrderingKey("key"), SOME)),
                        Instant.EPOCH,
                        0,
                        Optional.empty()),
                new SeenEvents(Map.of(), Map.of()),
                Optional.empty());
    }
}
