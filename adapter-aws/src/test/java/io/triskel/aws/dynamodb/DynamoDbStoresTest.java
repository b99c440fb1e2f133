package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.LocalTables.TABLES;

import io.triskel.codec.EventCodec;
import io.triskel.store.Checkpoints;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.testkit.CheckpointsContract;
import io.triskel.testkit.EncodedEventStoreContract;
import io.triskel.testkit.EventStoreContract;
import io.triskel.testkit.OutboxContract;
import io.triskel.testkit.SnapshotsContract;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Streams, their outbox, snapshots and checkpoints on DynamoDB keep their contracts. */
@ExtendWith(LocalTables.class)
class DynamoDbStoresTest {
    private static final InstantSource NEW_YEAR = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private final DynamoDbClient client;

    DynamoDbStoresTest(DynamoDbClient client) {
        this.client = client;
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
}
