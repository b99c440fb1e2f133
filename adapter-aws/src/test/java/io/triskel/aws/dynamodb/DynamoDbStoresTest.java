package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.LocalTables.TABLES;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.PersonalKeys;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.inbox.Inbox;
import io.triskel.outbox.DispatchLease;
import io.triskel.outbox.Outbox;
import io.triskel.parking.ParkingLot;
import io.triskel.projection.ReadModel;
import io.triskel.saga.SagaStore;
import io.triskel.store.Checkpoints;
import io.triskel.store.CommandId;
import io.triskel.store.EventStore;
import io.triskel.store.Expectation;
import io.triskel.store.Snapshots;
import io.triskel.testkit.CheckpointsContract;
import io.triskel.testkit.EncodedEventStoreContract;
import io.triskel.testkit.EventStoreContract;
import io.triskel.testkit.InboxContract;
import io.triskel.testkit.OutboxContract;
import io.triskel.testkit.ParkingLotContract;
import io.triskel.testkit.PersonalKeysContract;
import io.triskel.testkit.ReadModelContract;
import io.triskel.testkit.ReplicasContract;
import io.triskel.testkit.SagaStoreContract;
import io.triskel.testkit.SnapshotsContract;
import io.triskel.transfer.Replicas;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Every store on DynamoDB keeps its contract. */
@ExtendWith(LocalTables.class)
class DynamoDbStoresTest {
    private static final InstantSource NEW_YEAR = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private final LocalTables.Running dynamoDb;
    private final DynamoDbClient client;

    DynamoDbStoresTest(LocalTables.Running dynamoDb) {
        this.dynamoDb = dynamoDb;
        this.client = dynamoDb.client();
    }

    private DynamoDbEventStore store(EventCodec codec) {
        return DynamoDbEventStore.of(client, TABLES, codec, NEW_YEAR);
    }

    @Nested
    class Event_store extends EventStoreContract {
        @Override
        protected EventStore create(EventCodec codec) {
            return store(codec);
        }
    }

    @Nested
    class Event_store_of_bytes extends EncodedEventStoreContract {
        @Override
        protected EventStore open(EventCodec codec) {
            return store(codec);
        }
    }

    @Nested
    class Outbox_of_commits extends OutboxContract {
        @Override
        protected Stores create(EventCodec codec) {
            DynamoDbEventStore store = store(codec);
            return new Stores(store, store);
        }
    }

    @Test
    void marks_of_commits_that_fill_several_pages_all_go_once_the_stream_is_published() {
        EventType noted = EventType.of("triskel.aws.noted", 1);
        DynamoDbEventStore store = store(
                EventCodec.of(TypeRegistry.builder().add(noted, Noted.class).build()));
        StreamId stream = new StreamId("large-" + UUID.randomUUID());
        for (int i = 0; i < 6; i++) {
            EventId id = new EventId("/test", "event-" + i);
            Noted large = new Noted("x".repeat(250_000));
            store.append(
                    stream,
                    Expectation.exactly(i),
                    List.of(Envelope.of(id, noted, large)),
                    new CommandId("command-" + i));
        }
        DispatchLease lease =
                store.lease(stream, NEW_YEAR.instant(), Duration.ofMinutes(1)).orElseThrow();
        assertThat(store.advance(lease, 6)).isTrue();

        store.release(lease, NEW_YEAR.instant());

        assertThat(store.dirty(Outbox.bucketOf(stream), NEW_YEAR.instant(), 10_000))
                .doesNotContain(stream);
    }

    record Noted(String text) {}

    @Nested
    class Snapshots_of_streams extends SnapshotsContract {
        @Override
        protected Snapshots create() {
            return new DynamoDbSnapshots(client, TABLES);
        }
    }

    @Nested
    class Checkpoints_by_name extends CheckpointsContract {
        @Override
        protected Checkpoints create() {
            return new DynamoDbCheckpoints(client, TABLES);
        }
    }

    @Nested
    class Inbox_of_one_after_the_other extends InboxContract {
        @Override
        protected Inbox create() {
            return new DynamoDbInbox(client, dynamoDb.ofOwnInbox(), Duration.ofDays(8), Runnable::run);
        }
    }

    @Nested
    class Sagas extends SagaStoreContract {
        @Override
        protected SagaStore create() {
            return new DynamoDbSagaStore(client, TABLES);
        }
    }

    @Nested
    class Replicas_of_entities extends ReplicasContract {
        @Override
        protected Replicas replicas() {
            return new DynamoDbReplicas(client, TABLES);
        }
    }

    @Nested
    class Rows_of_read_models extends ReadModelContract {
        @Override
        protected ReadModel readModel() {
            return new DynamoDbReadModel(client, TABLES);
        }
    }

    @Nested
    class Keys_of_persons extends PersonalKeysContract {
        @Override
        protected PersonalKeys create() {
            return new DynamoDbPersonalKeys(client, TABLES);
        }
    }

    @Nested
    class Parked_lanes extends ParkingLotContract {
        @Override
        protected ParkingLot create() {
            return createWithRoomFor(DynamoDbParkingLot.MOST_EVENTS);
        }

        @Override
        protected ParkingLot createWithRoomFor(int events) {
            return new DynamoDbParkingLot(client, TABLES, InstantSource.system(), events);
        }
    }
}
