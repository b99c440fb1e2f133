package io.triskel.gcp.firestore;

import io.triskel.codec.EventCodec;
import io.triskel.codec.PersonalKeys;
import io.triskel.inbox.Inbox;
import io.triskel.parking.ParkingLot;
import io.triskel.projection.ReadModel;
import io.triskel.saga.SagaStore;
import io.triskel.store.Checkpoints;
import io.triskel.store.EventStore;
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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every store keeps its contract. */
@ExtendWith(LocalFirestore.class)
class FirestoreContractsTest {
    /** The outbox contract's own time: a commit is due when it happens. */
    private static final InstantSource NEW_YEAR = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private final LocalFirestore.Running local;

    FirestoreContractsTest(LocalFirestore.Running local) {
        this.local = local;
    }

    private FirestoreEventStore store(EventCodec codec) {
        return new FirestoreEventStore(local.client(), LocalFirestore.COLLECTIONS, codec, NEW_YEAR);
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
            FirestoreEventStore store = store(codec);
            return new Stores(store, store);
        }
    }

    @Nested
    class Snapshots_of_streams extends SnapshotsContract {
        @Override
        protected Snapshots create() {
            return new FirestoreSnapshots(local.client(), LocalFirestore.COLLECTIONS);
        }
    }

    @Nested
    class Checkpoints_by_name extends CheckpointsContract {
        @Override
        protected Checkpoints create() {
            return new FirestoreCheckpoints(local.client(), LocalFirestore.COLLECTIONS);
        }
    }

    @Nested
    class Sagas extends SagaStoreContract {
        @Override
        protected SagaStore create() {
            return new FirestoreSagaStore(local.client(), LocalFirestore.COLLECTIONS);
        }
    }

    @Nested
    class Replicas_of_entities extends ReplicasContract {
        private final Replicas replicas = new FirestoreReplicas(local.client(), LocalFirestore.COLLECTIONS);

        @Override
        protected Replicas replicas() {
            return replicas;
        }
    }

    @Nested
    class Rows_of_read_models extends ReadModelContract {
        private final ReadModel readModel = new FirestoreReadModel(local.client(), LocalFirestore.COLLECTIONS);

        @Override
        protected ReadModel readModel() {
            return readModel;
        }
    }

    @Nested
    class Keys_of_persons extends PersonalKeysContract {
        @Override
        protected PersonalKeys create() {
            return new FirestorePersonalKeys(local.client(), LocalFirestore.COLLECTIONS);
        }
    }

    @Nested
    class Inbox_of_consumers extends InboxContract {
        @Override
        protected Inbox create() {
            return new FirestoreInbox(local.client(), LocalFirestore.COLLECTIONS, Duration.ofDays(8));
        }
    }

    @Nested
    class Parking_lot extends ParkingLotContract {
        @Override
        protected ParkingLot create() {
            return createWithRoomFor(1000);
        }

        @Override
        protected ParkingLot createWithRoomFor(int events) {
            return new FirestoreParkingLot(local.client(), LocalFirestore.COLLECTIONS, InstantSource.system(), events);
        }
    }
}
