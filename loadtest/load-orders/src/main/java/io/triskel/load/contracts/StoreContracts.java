package io.triskel.load.contracts;

import io.triskel.codec.EventCodec;
import io.triskel.inbox.Inbox;
import io.triskel.load.Binding;
import io.triskel.load.TestPorts;
import io.triskel.parking.ParkingLot;
import io.triskel.personal.PersonalKeys;
import io.triskel.platform.Stores;
import io.triskel.projection.ReadModel;
import io.triskel.saga.SagaStore;
import io.triskel.store.Checkpoints;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.testkit.CheckpointsContract;
import io.triskel.testkit.EncodedEventStoreContract;
import io.triskel.testkit.EventStoreContract;
import io.triskel.testkit.InboxContract;
import io.triskel.testkit.LeasedAppendContract;
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
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every store of a target keeps its contract; the publisher's is {@link BindingPublisherContract}. */
@ExtendWith(SharedTestPorts.Resolver.class)
public abstract class StoreContracts {
    /** The outbox contract's own time: a commit is due when it happens. */
    private static final InstantSource NEW_YEAR = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private final TestPorts ports;
    private final Stores stores;
    private final Stores storesOfInbox;
    private final Duration indexLag;

    /**
     * Opens the target, if no other class of the run has.
     *
     * @param target made from environment variables
     */
    protected StoreContracts(SharedTestPorts shared, Function<Map<String, String>, ? extends Binding> target) {
        SharedTestPorts.Opened opened = shared.of(target);
        this.ports = opened.ports;
        this.stores = ports.stores(NEW_YEAR, ports.laneCapacity());
        this.storesOfInbox = opened.portsOfInbox.stores();
        this.indexLag = opened.binding.declarations().indexLag();
    }

    @Nested
    class Event_store extends EventStoreContract {
        @Override
        protected EventStore create(EventCodec codec) {
            return stores.eventStore(codec);
        }
    }

    @Nested
    class Event_store_of_bytes extends EncodedEventStoreContract {
        @Override
        protected EventStore open(EventCodec codec) {
            return stores.eventStore(codec);
        }
    }

    @Nested
    class Outbox_of_commits extends OutboxContract {
        @Override
        protected OutboxContract.Stores create(EventCodec codec) {
            return new OutboxContract.Stores(stores.eventStore(codec), stores.outbox(codec));
        }
    }

    @Nested
    class Leased_appends extends LeasedAppendContract {
        @Override
        protected OutboxContract.Stores create(EventCodec codec) {
            return new OutboxContract.Stores(stores.eventStore(codec), stores.outbox(codec));
        }
    }

    @Nested
    class Snapshots_of_streams extends SnapshotsContract {
        @Override
        protected Snapshots create() {
            return stores.snapshots();
        }
    }

    @Nested
    class Checkpoints_by_name extends CheckpointsContract {
        @Override
        protected Checkpoints create() {
            return stores.checkpoints();
        }
    }

    @Nested
    class Inbox_of_consumers extends InboxContract {
        @Override
        protected Inbox create() {
            return storesOfInbox.inbox();
        }
    }

    @Nested
    class Sagas extends SagaStoreContract {
        @Override
        protected SagaStore create() {
            return stores.sagas();
        }

        @Override
        protected Duration patience() {
            return indexLag;
        }
    }

    @Nested
    class Replicas_of_entities extends ReplicasContract {
        @Override
        protected Replicas replicas() {
            return stores.replicas();
        }
    }

    @Nested
    class Rows_of_read_models extends ReadModelContract {
        @Override
        protected ReadModel readModel() {
            return stores.readModel();
        }
    }

    @Nested
    class Keys_of_persons extends PersonalKeysContract {
        @Override
        protected PersonalKeys create() {
            return stores.personalKeys();
        }
    }

    @Nested
    class Parked_lanes extends ParkingLotContract {
        @Override
        protected ParkingLot create() {
            return createWithRoomFor(ports.laneCapacity());
        }

        @Override
        protected ParkingLot createWithRoomFor(int events) {
            return ports.stores(InstantSource.system(), events).parkingLot();
        }

        @Override
        protected Duration patience() {
            return indexLag;
        }
    }
}
