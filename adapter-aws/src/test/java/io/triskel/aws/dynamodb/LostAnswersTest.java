package io.triskel.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.WireEvent;
import io.triskel.event.Deadline;
import io.triskel.event.EventId;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.WriteOutcome;
import io.triskel.local.Fault;
import io.triskel.local.proxy.HttpProxy;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.projection.ReadModel;
import io.triskel.projection.ReadModel.Row;
import io.triskel.store.Checkpoints.Checkpoint;
import io.triskel.store.Snapshots.Snapshot;
import io.triskel.transfer.Replicas.Replica;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Each store behind a proxy that loses the answers of its writes, with a client that tries once and with an ordinary one. */
@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class LostAnswersTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final HttpProxy proxy;
    private final List<DynamoDbClient> clients;
    private final String id = UUID.randomUUID().toString();

    LostAnswersTest(LocalTables.Running dynamoDb) {
        this.proxy = dynamoDb.proxy();
        this.clients = List.of(dynamoDb.once(), dynamoDb.repeating());
    }

    @AfterEach
    void healed() {
        proxy.faults().clear();
    }

    /** The first answers of these operations are lost, one each. */
    private void losing(String... operations) {
        for (String operation : operations) {
            proxy.faults().next(1, operation, new Fault.LostResponse());
        }
    }

    private DynamoDbStores stores(DynamoDbClient client) {
        return DynamoDbStores.of(client, LocalTables.TABLES).clock(InstantSource.fixed(NOW));
    }

    @Nested
    class When_the_answer_to_a_write_is_lost {
        @Test
        void a_row_is_found_by_its_index_key() {
            clients.forEach(client -> {
                ReadModel rows = stores(client).readModel();
                String table = "orders-" + UUID.randomUUID();
                rows.put(table, row(1, "new"), 0);
                proxy.faults().next(3, "PutItem", new Fault.LostResponse());

                boolean written = rows.put(table, row(2, "paid"), 1);

                assertThat(written).isTrue();
                assertThat(rows.query(table, "state", "paid", Optional.empty(), 9)
                                .items())
                        .containsExactly(row(2, "paid"));
                assertThat(rows.query(table, "state", "new", Optional.empty(), 9)
                                .items())
                        .isEmpty();
            });
        }

        private Row row(long version, String state) {
            return new Row("order", version, version, Map.of("state", state), new byte[] {1});
        }

        @Test
        void a_claim_and_its_completion_are_ones_own() {
            clients.forEach(client -> {
                Inbox inbox = stores(client).inbox();
                EventId event = new EventId("/test", UUID.randomUUID().toString());
                losing("PutItem");
                ClaimResult claim =
                        inbox.claimAll("view", List.of(event), NOW, LEASE).get(0);
                losing("PutItem");

                List<WriteOutcome> outcomes = inbox.completeAll(List.of(((ClaimResult.Claimed) claim).claim()), NOW);

                assertThat(((ClaimResult.Claimed) claim).claim().attempt()).isEqualTo(1);
                assertThat(outcomes).containsExactly(WriteOutcome.recorded());
            });
        }

        @Test
        void a_replica_is_the_newest() {
            clients.forEach(client -> {
                Replica replica = new Replica(UUID.randomUUID().toString(), 7, false, new byte[] {1});
                losing("PutItem");

                assertThat(stores(client).replicas().put("products", replica)).isTrue();
                assertThat(stores(client).replicas().put("products", replica)).isFalse();
            });
        }

        @Test
        void a_snapshot_is_kept_and_a_key_is_the_one_that_was_made() {
            clients.forEach(client -> {
                StreamId stream = new StreamId(UUID.randomUUID().toString());
                losing("PutItem");
                stores(client).snapshots().save(stream, new Snapshot("f", 3, new byte[] {1}, List.of(), new byte[0]));
                losing("PutItem");
                var key = stores(client).personalKeys().keyFor(stream.value());

                assertThat(stores(client).snapshots().load(stream, "f")).isPresent();
                assertThat(stores(client).personalKeys().find(stream.value())).contains(key);
            });
        }

        @Test
        void a_checkpoint_is_claimed_and_saved() {
            clients.forEach(client -> {
                String name = UUID.randomUUID().toString();
                losing("UpdateItem");
                Checkpoint held = stores(client).checkpoints().claim(name);
                losing("UpdateItem");

                assertThat(stores(client).checkpoints().save(held, "9")).isPresent();
            });
        }

        @Test
        void a_lane_is_parked_replayed_and_opened() {
            clients.forEach(client -> {
                ParkingLot lot = stores(client).parkingLot();
                Lane lane = Lane.of(UUID.randomUUID().toString());
                proxy.faults().next(2, "PutItem", new Fault.LostResponse());
                lot.park(event(lane, "1"));
                proxy.faults().next(2, "PutItem", new Fault.LostResponse());
                lot.parkBehind(event(lane, "2"));
                losing("PutItem");
                LaneLease lease = lot.lease("view", lane, NOW, LEASE).orElseThrow();
                losing("PutItem", "UpdateItem");
                assertThat(lot.postpone(lease, event(lane, "1").waiting("later", 2, Optional.empty())))
                        .isTrue();
                losing("PutItem", "DeleteItem");
                assertThat(lot.remove(lease, event(lane, "1").event())).isTrue();
                proxy.faults().next(2, "PutItem", new Fault.LostResponse());
                assertThat(lot.discard(lease, event(lane, "2").event(), "unwanted"))
                        .contains(event(lane, "2"));
                losing("PutItem");

                assertThat(lot.open(lease)).isTrue();
                assertThat(lot.heldAmong("view", List.of(lane))).isEmpty();
            });
        }

        private ParkedEvent event(Lane lane, String number) {
            return new ParkedEvent(
                    "view",
                    lane,
                    new EventId("/test", id + number),
                    WireEvent.structured(new byte[] {1}),
                    "position",
                    "reason",
                    1,
                    NOW,
                    Optional.empty());
        }
    }

    @Nested
    class When_a_table_is_throttled {
        @Test
        void reads_and_writes_are_repeated() {
            proxy.faults()
                    .next(3, "PutItem", new Fault.Refused("ProvisionedThroughputExceededException"))
                    .next(2, "GetItem", new Fault.Refused("ThrottlingException"))
                    .next(1, "GetItem", new Fault.Failed());
            ParkingLot lot = stores(clients.get(0)).parkingLot();
            Lane lane = Lane.of(id);

            Optional<LaneLease> lease = lot.lease("view", lane, NOW, LEASE);
            stores(clients.get(0)).replicas().put("products", new Replica(id, 1, false, new byte[] {1}));

            assertThat(lease).isEmpty();
            assertThat(stores(clients.get(0)).replicas().get("products", id)).isPresent();
        }

        @Test
        void what_stays_so_is_told_after_some_seconds() {
            proxy.faults().often(1, "GetItem", new Fault.Refused("RequestLimitExceeded"));
            long begin = System.nanoTime();

            assertThatThrownBy(() -> stores(clients.get(0)).replicas().get("products", id))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("more requests than its capacity allows");

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(2));
        }

        private long injected() {
            return proxy.faults().injected().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }

        @Test
        void a_deadline_ends_repetitions_and_calls_that_hang() {
            DynamoDbStores stores =
                    DynamoDbStores.of(clients.get(0), LocalTables.TABLES).clock(InstantSource.fixed(NOW));
            for (Fault fault :
                    List.of(new Fault.Refused("ThrottlingException"), new Fault.Slow(Duration.ofMinutes(5)))) {
                proxy.faults().often(1, "GetItem", fault);
                stores.workUntil(new Deadline(NOW.plusMillis(10)));
                long before = injected();

                assertThatThrownBy(() -> stores.replicas().get("products", id)).isInstanceOf(PortException.class);

                assertThat(injected() - before)
                        .as("five seconds of repetitions are more than these")
                        .isLessThan(5);
                proxy.faults().clear();
            }
        }

        @Test
        void a_refusal_for_good_is_told_at_once() {
            proxy.requests().clear();
            proxy.faults().often(1, "GetItem", new Fault.Refused("AccessDeniedException"));

            assertThatThrownBy(() -> stores(clients.get(0)).replicas().get("products", id))
                    .isInstanceOf(PortException.class);

            assertThat(proxy.requests().all()).isEqualTo(1);
        }
    }
}
