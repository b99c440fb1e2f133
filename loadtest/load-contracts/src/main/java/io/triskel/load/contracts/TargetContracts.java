package io.triskel.load.contracts;

import io.triskel.codec.EventCodec;
import io.triskel.codec.PersonalKeys;
import io.triskel.inbox.Inbox;
import io.triskel.load.Binding;
import io.triskel.load.Space;
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
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every store of a target keeps its contract; the publisher's is {@link TargetPublisherContract}. */
@ExtendWith(Spaces.Resolver.class)
public abstract class TargetContracts {
    /** The outbox contract's own time: a commit is due when it happens. */
    private static final InstantSource NEW_YEAR = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private final Space space;
    private final Space ofInbox;
    private final Duration indexLag;

    /**
     * Opens the target, if no other class of the run has.
     *
     * @param target made from environment variables
     */
    protected TargetContracts(Spaces spaces, Function<Map<String, String>, ? extends Binding> target) {
        Spaces.Opened opened = spaces.of(target);
        this.space = opened.space;
        this.ofInbox = opened.ofInbox;
        this.indexLag = opened.binding.declarations().indexLag();
    }

    @Nested
    class Event_store extends EventStoreContract {
        @Override
        protected EventStore create(EventCodec codec) {
            return space.eventStore(codec, NEW_YEAR).orElseThrow();
        }
    }

    @Nested
    class Event_store_of_bytes extends EncodedEventStoreContract {
        @Override
        protected EventStore open(EventCodec codec) {
            return space.eventStore(codec, NEW_YEAR).orElseThrow();
        }
    }

    @Nested
    class Outbox_of_commits extends OutboxContract {
        @Override
        protected Stores create(EventCodec codec) {
            return new Stores(
                    space.eventStore(codec, NEW_YEAR).orElseThrow(),
                    space.outbox(codec, NEW_YEAR).orElseThrow());
        }
    }

    @Nested
    class Snapshots_of_streams extends SnapshotsContract {
        @Override
        protected Snapshots create() {
            return space.snapshots().orElseThrow();
        }
    }

    @Nested
    class Checkpoints_by_name extends CheckpointsContract {
        @Override
        protected Checkpoints create() {
            return space.checkpoints().orElseThrow();
        }
    }

    @Nested
    class Inbox_of_consumers extends InboxContract {
        @Override
        protected Inbox create() {
            return ofInbox.inbox().orElseThrow();
        }
    }

    @Nested
    class Sagas extends SagaStoreContract {
        @Override
        protected SagaStore create() {
            return space.sagaStore().orElseThrow();
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
            return space.replicas().orElseThrow();
        }
    }

    @Nested
    class Rows_of_read_models extends ReadModelContract {
        @Override
        protected ReadModel readModel() {
            return space.readModel().orElseThrow();
        }
    }

    @Nested
    class Keys_of_persons extends PersonalKeysContract {
        @Override
        protected PersonalKeys create() {
            return space.personalKeys().orElseThrow();
        }
    }

    @Nested
    class Parked_lanes extends ParkingLotContract {
        @Override
        protected ParkingLot create() {
            return space.parkingLot().orElseThrow();
        }

        @Override
        protected ParkingLot createWithRoomFor(int events) {
            return space.parkingLot(events).orElseThrow();
        }

        @Override
        protected Duration patience() {
            return indexLag;
        }
    }
}
