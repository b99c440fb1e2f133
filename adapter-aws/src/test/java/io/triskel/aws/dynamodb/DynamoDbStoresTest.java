package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.LocalTables.TABLES;

import io.triskel.codec.EventCodec;
import io.triskel.inbox.Inbox;
import io.triskel.saga.SagaStore;
import io.triskel.store.Checkpoints;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.testkit.CheckpointsContract;
import io.triskel.testkit.EncodedEventStoreContract;
import io.triskel.testkit.EventStoreContract;
import io.triskel.testkit.InboxContract;
import io.triskel.testkit.OutboxContract;
import io.triskel.testkit.ReplicasContract;
import io.triskel.testkit.SagaStoreContract;
import io.triskel.testkit.SnapshotsContract;
import io.triskel.transfer.Replicas;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;
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
}
