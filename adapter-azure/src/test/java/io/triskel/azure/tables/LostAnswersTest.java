package io.triskel.azure.tables;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpMethod;
import com.azure.data.tables.TableServiceClient;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.WriteOutcome;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.projection.ReadModel;
import io.triskel.projection.ReadModel.Row;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaStore;
import io.triskel.store.Checkpoints.Checkpoint;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.Snapshots.Snapshot;
import io.triskel.transfer.Replicas.Replica;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each store behind a proxy that loses the answers of its writes, with a client that tries once and with an ordinary one. */
@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class LostAnswersTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(1);

    private static final EventType NOTED = EventType.of("triskel.azure.noted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(NOTED, Noted.class).build());

    /** A transaction is a POST, too. */
    private static final String CREATE_OR_BATCH = "POST";

    private static final String REPLACE = "PUT";
    private static final String DELETE = "DELETE";

    record Noted(String text) {}

    private final LocalTables.Running local;
    private final FaultPlan faults = new FaultPlan(1);

    LostAnswersTest(LocalTables.Running local) {
        this.local = local;
    }

    /** Does the same with each kind of client, both through one proxy. */
    private void with(BiConsumer<TableStores, String> steps) {
        for (TableServiceClient client : List.of(local.service(faults), local.repeating(faults))) {
            steps.accept(stores(client), UUID.randomUUID().toString());
        }
    }

    private static TableStores stores(TableServiceClient client) {
        return TableStores.of(client, LocalTables.TABLES).clock(InstantSource.fixed(NOW));
    }

    /** The answers to the next request by each of these methods are lost. */
    private void losing(String... methods) {
        for (String method : methods) {
            faults.next(1, method, new Fault.LostResponse());
        }
    }

    /** Each answer that a step was to lose was lost, so that the step is known to have met the trouble. */
    private void allLost() {
        for (String method : List.of(CREATE_OR_BATCH, REPLACE, DELETE)) {
            assertThat(faults.strike(method)).as("answers still to be lost").isEmpty();
        }
    }

    @Test
    void a_row_is_found_by_its_index_key_after_its_own_write_was_repeated() {
        with((stores, id) -> {
            ReadModel rows = stores.readModel();
            faults.next(2, CREATE_OR_BATCH, new Fault.LostResponse());
            assertThat(rows.put(id, row(1, "new"), 0)).isTrue();
            losing(CREATE_OR_BATCH, REPLACE, DELETE);

            boolean written = rows.put(id, row(2, "paid"), 1);

            assertThat(written).isTrue();
            assertThat(rows.query(id, "state", "paid", Optional.empty(), 9).items())
                    .containsExactly(row(2, "paid"));
            assertThat(rows.query(id, "state", "new", Optional.empty(), 9).items())
                    .isEmpty();
            allLost();
        });
    }

    private static Row row(long version, String state) {
        return new Row("order", version, version, Map.of("state", state), new byte[] {1});
    }

    @Test
    void a_row_is_found_that_another_writer_built_on_a_write_without_an_answer() {
        String id = UUID.randomUUID().toString();
        ReadModel other = stores(local.service()).readModel();
        Requests requests = new Requests();
        ReadModel rows = stores(local.service(requests)).readModel();
        rows.put(id, row(1, "new"), 0);
        requests.loseNext(HttpMethod.PUT, () -> {
            other.get(id, "order");
            assertThat(other.put(id, row(3, "paid"), 2)).isTrue();
        });

        boolean written = rows.put(id, row(2, "paid"), 1);

        assertThat(written).as("the row is another writer's by now").isFalse();
        assertThat(other.query(id, "state", "paid", Optional.empty(), 9).items())
                .containsExactly(row(3, "paid"));
    }

    @Test
    void a_commit_is_appended_once_and_its_stream_published() {
        with((stores, id) -> {
            TableEventStore store = (TableEventStore) stores.eventStore(CODEC);
            StreamId stream = new StreamId(id);
            faults.next(2, CREATE_OR_BATCH, new Fault.LostResponse());

            AppendResult result = store.append(
                    stream,
                    Expectation.noStream(),
                    List.of(Envelope.of(new EventId("/azure", id), NOTED, new Noted("once"))),
                    new CommandId(id));

            assertThat(result).isEqualTo(new AppendResult.Committed(1, 1));
            losing(REPLACE);
            DispatchLease lease = store.lease(stream, NOW, LEASE).orElseThrow();
            losing(REPLACE, DELETE);
            assertThat(store.finish(lease, 1, List.of())).isEqualTo(Finish.RELEASED);
            assertThat(store.dirty(Outbox.bucketOf(stream), NOW, 99)).doesNotContain(stream);
            allLost();
        });
    }

    @Test
    void claims_and_their_completions_are_ones_own() {
        with((stores, id) -> {
            Inbox inbox = stores.inbox();
            EventId event = new EventId("/test", id);
            losing(CREATE_OR_BATCH);
            ClaimResult claim =
                    inbox.claimAll("view", List.of(event), NOW, LEASE).get(0);
            losing(REPLACE);

            List<WriteOutcome> outcomes = inbox.completeAll(List.of(((ClaimResult.Claimed) claim).claim()), NOW);

            assertThat(((ClaimResult.Claimed) claim).claim().attempt()).isEqualTo(1);
            assertThat(outcomes).containsExactly(WriteOutcome.recorded());
            allLost();
        });
    }

    @Test
    void a_completion_that_is_noted_too_is_ones_own() {
        Requests requests = new Requests();
        Inbox inbox = stores(local.service(requests)).inbox();
        EventId event = new EventId("/test", UUID.randomUUID().toString());
        ClaimResult claim = inbox.claimAll("view", List.of(event), NOW, LEASE).get(0);
        requests.loseNext(HttpMethod.POST, () -> {});

        List<WriteOutcome> outcomes = inbox.completeAll(List.of(((ClaimResult.Claimed) claim).claim()), NOW);

        assertThat(outcomes).containsExactly(WriteOutcome.recorded());
        assertThat(inbox.claimAll("view", List.of(event), NOW, LEASE)).containsExactly(ClaimResult.completed());
    }

    @Test
    void a_saga_is_saved_and_found_when_it_is_due() {
        with((stores, id) -> {
            SagaStore sagas = stores.sagas();
            SagaRef ref = new SagaRef("saga-" + id, "instance");
            faults.next(2, CREATE_OR_BATCH, new Fault.LostResponse());

            assertThat(sagas.save(SagaRows.running(ref, 1, NOW.plusSeconds(9)), 0))
                    .isTrue();
            losing(CREATE_OR_BATCH, REPLACE);
            assertThat(sagas.save(SagaRows.running(ref, 2, NOW), 1)).isTrue();
            assertThat(sagas.due(ref.saga(), ref.bucket(), NOW, 9)).containsExactly(ref);
            losing(REPLACE, DELETE);
            assertThat(sagas.save(SagaRows.running(ref, 3), 2)).isTrue();

            assertThat(sagas.due(ref.saga(), ref.bucket(), NOW, 9)).isEmpty();
            allLost();
        });
    }

    @Test
    void a_replica_is_the_newest() {
        with((stores, id) -> {
            Replica replica = new Replica(id, 7, false, new byte[] {1});
            losing(CREATE_OR_BATCH);

            assertThat(stores.replicas().put("products", replica)).isTrue();
            assertThat(stores.replicas().put("products", replica)).isFalse();
            allLost();
        });
    }

    @Test
    void a_snapshot_is_kept_and_a_key_is_the_one_that_was_made() {
        with((stores, id) -> {
            StreamId stream = new StreamId(id);
            losing(CREATE_OR_BATCH);
            stores.snapshots().save(stream, new Snapshot("f", 3, new byte[] {1}, List.of(), new byte[0]));
            losing(CREATE_OR_BATCH);
            SecretKey key = stores.personalKeys().keyFor(id);
            losing(REPLACE);
            stores.personalKeys().forget(id);

            assertThat(stores.snapshots().load(stream, "f")).isPresent();
            assertThat(key.getEncoded()).hasSize(32);
            assertThat(stores.personalKeys().find(id)).isEmpty();
            allLost();
        });
    }

    @Test
    void a_checkpoint_is_claimed_once_and_saved() {
        with((stores, id) -> {
            losing(CREATE_OR_BATCH);
            Checkpoint held = stores.checkpoints().claim(id);
            losing(REPLACE);

            assertThat(held.fence()).isEqualTo(1);
            assertThat(stores.checkpoints().save(held, "9")).isPresent();
            allLost();
        });
    }

    @Test
    void a_lane_is_parked_replayed_and_opened() {
        with((stores, id) -> {
            ParkingLot lot = stores.parkingLot();
            Lane lane = Lane.of(id);
            faults.next(3, CREATE_OR_BATCH, new Fault.LostResponse());
            assertThat(lot.park(event(lane, "1"))).isEqualTo(ParkResult.parked());
            losing(CREATE_OR_BATCH);
            assertThat(lot.parkBehind(event(lane, "2"))).isEqualTo(ParkResult.parked());
            losing(REPLACE);
            LaneLease lease = lot.lease("view", lane, NOW, LEASE).orElseThrow();
            losing(CREATE_OR_BATCH);
            assertThat(lot.postpone(lease, event(lane, "1").waiting("later", 2, Optional.empty())))
                    .isTrue();
            losing(CREATE_OR_BATCH);
            assertThat(lot.remove(lease, event(lane, "1").event())).isTrue();
            faults.next(2, CREATE_OR_BATCH, new Fault.LostResponse());
            assertThat(lot.discard(lease, event(lane, "2").event(), "unwanted")).contains(event(lane, "2"));
            losing(REPLACE, DELETE);

            assertThat(lot.open(lease)).isTrue();
            assertThat(lot.heldAmong("view", List.of(lane))).isEmpty();
            assertThat(lot.discarded("view", 999)).extracting(ParkedEvent::lane).contains(lane);
            allLost();
        });
    }

    private static ParkedEvent event(Lane lane, String number) {
        return new ParkedEvent(
                "view",
                lane,
                new EventId("/test", lane.value() + number),
                WireEvent.structured(new byte[] {1}),
                "position",
                "reason",
                1,
                NOW,
                Optional.empty());
    }
}
