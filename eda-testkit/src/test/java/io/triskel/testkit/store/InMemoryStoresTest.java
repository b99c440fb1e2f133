package io.triskel.testkit.store;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.memory.InMemoryStores;
import io.triskel.store.Checkpoints;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.testkit.CheckpointsContract;
import io.triskel.testkit.EncodedEventStoreContract;
import io.triskel.testkit.EventStoreContract;
import io.triskel.testkit.LeasedAppendContract;
import io.triskel.testkit.OutboxContract;
import io.triskel.testkit.SnapshotsContract;
import org.junit.jupiter.api.Nested;

/** Every store in memory keeps its contract, the event store in both forms. */
class InMemoryStoresTest {
    @Nested
    class Event_store_of_objects extends EventStoreContract {
        @Override
        protected EventStore create(EventCodec codec) {
            return InMemoryEventStore.ofObjects();
        }
    }

    @Nested
    class Event_store_of_bytes extends EventStoreContract {
        @Override
        protected EventStore create(EventCodec codec) {
            return InMemoryEventStore.encoded(codec);
        }
    }

    @Nested
    class Event_store_of_bytes_as_such extends EncodedEventStoreContract {
        private final InMemoryEventStore first =
                InMemoryEventStore.encoded(EventCodec.of(TypeRegistry.builder().build()));

        @Override
        protected EventStore open(EventCodec codec) {
            return first.reopened(codec);
        }
    }

    @Nested
    class Outbox_of_objects extends OutboxContract {
        @Override
        protected Stores create(EventCodec codec) {
            InMemoryEventStore store = InMemoryEventStore.ofObjects();
            return new Stores(store, store);
        }
    }

    @Nested
    class Outbox_of_bytes extends OutboxContract {
        @Override
        protected Stores create(EventCodec codec) {
            InMemoryEventStore store = InMemoryEventStore.encoded(codec);
            return new Stores(store, store);
        }
    }

    @Nested
    class Leased_appends extends LeasedAppendContract {
        @Override
        protected OutboxContract.Stores create(EventCodec codec) {
            InMemoryEventStore store = InMemoryEventStore.ofObjects();
            return new OutboxContract.Stores(store, store);
        }
    }

    @Nested
    class Snapshots_in_memory extends SnapshotsContract {
        @Override
        protected Snapshots create() {
            return new InMemoryStores().snapshots();
        }
    }

    @Nested
    class Checkpoints_in_memory extends CheckpointsContract {
        @Override
        protected Checkpoints create() {
            return new InMemoryStores().checkpoints();
        }
    }
}
