package io.triskel.aws.dynamodb;

import io.triskel.codec.EventCodec;
import io.triskel.event.Deadline;
import io.triskel.inbox.Inbox;
import io.triskel.outbox.Outbox;
import io.triskel.parking.ParkingLot;
import io.triskel.personal.KeyRing.KeyWrapping;
import io.triskel.personal.PersonalKeys;
import io.triskel.platform.Stores;
import io.triskel.projection.ReadModel;
import io.triskel.saga.SagaStore;
import io.triskel.store.Checkpoints;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.transfer.Replicas;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Creates all stores on DynamoDB. The deployment creates the tables by {@link DynamoDbTables#layouts}. Immutable: each
 * setting returns a new object.
 */
public final class DynamoDbStores implements Stores {
    private final Place place;
    private final InstantSource clock;
    private final Duration inboxRetention;
    private final Executor executor;
    private final int laneCapacity;
    private final Optional<KeyWrapping> keyService;

    /** The stores' client, tables and deadline, which no setting changes. */
    private record Place(DynamoDbClient client, DynamoDbTables tables, WorkTime time) {}

    private DynamoDbStores(
            Place place,
            InstantSource clock,
            Duration inboxRetention,
            Executor executor,
            int laneCapacity,
            Optional<KeyWrapping> keyService) {
        this.place = place;
        this.clock = clock;
        this.inboxRetention = inboxRetention;
        this.executor = executor;
        this.laneCapacity = laneCapacity;
        this.keyService = keyService;
    }

    /** {@return the stores in these tables, with the system's clock} */
    public static DynamoDbStores of(DynamoDbClient client, DynamoDbTables tables) {
        return new DynamoDbStores(
                new Place(client, tables, new WorkTime()),
                InstantSource.system(),
                Duration.ofDays(14),
                Runnable::run,
                10_000,
                Optional.empty());
    }

    /** {@return these stores with another clock} */
    public DynamoDbStores clock(InstantSource other) {
        return new DynamoDbStores(place, other, inboxRetention, executor, laneCapacity, keyService);
    }

    /**
     * {@return these stores with another inbox retention} Set it to what the stream keeps and how far beyond that you
     * replay, or the inbox forgets records that are redelivered. The default is 14 days, for a stream that keeps 7.
     */
    public DynamoDbStores inboxRetention(Duration other) {
        return new DynamoDbStores(place, clock, other, executor, laneCapacity, keyService);
    }

    /** {@return these stores, with an inbox that runs the blocking calls of a batch on this executor} */
    public DynamoDbStores executor(Executor other) {
        return new DynamoDbStores(place, clock, inboxRetention, other, laneCapacity, keyService);
    }

    /** {@return these stores with another maximum of parked events in a lane: at least 1, by default 10,000} */
    public DynamoDbStores laneCapacity(int other) {
        return new DynamoDbStores(place, clock, inboxRetention, executor, other, keyService);
    }

    /**
     * {@return these stores, with wrapped keys of personal data} This process wraps them under keys that the service
     * wraps: see {@link DynamoDbPersonalKeys#wrappedInBuckets}.
     */
    public DynamoDbStores keysWrappedBy(KeyWrapping service) {
        return new DynamoDbStores(place, clock, inboxRetention, executor, laneCapacity, Optional.of(service));
    }

    /**
     * Limits the requests of all stores of this object, existing and future, until the next call: no request continues
     * or is retried after the deadline. For a host that does one piece of work at a time, such as a function. Without a
     * deadline a request takes as long as its client allows, and is retried for 5 s.
     */
    public void workUntil(Deadline deadline) {
        place.time().until(deadline);
    }

    private ItemTable table(String name) {
        return new ItemTable(place.client(), name, clock, place.time());
    }

    @Override
    public PersonalKeys personalKeys() {
        DynamoDbPersonalKeys keys =
                new DynamoDbPersonalKeys(table(place.tables().keys()));
        return keyService.map(service -> keys.wrappedInBuckets(service, clock)).orElse(keys);
    }

    @Override
    public EventStore eventStore(EventCodec codec) {
        return DynamoDbEventStore.of(table(place.tables().streams()), codec, clock);
    }

    @Override
    public Outbox outbox(EventCodec codec) {
        return DynamoDbEventStore.of(table(place.tables().streams()), codec, clock);
    }

    @Override
    public Snapshots snapshots() {
        return new DynamoDbSnapshots(table(place.tables().snapshots()));
    }

    @Override
    public Checkpoints checkpoints() {
        return new DynamoDbCheckpoints(table(place.tables().checkpoints()));
    }

    @Override
    public Inbox inbox() {
        return new DynamoDbInbox(table(place.tables().inbox()), inboxRetention, executor);
    }

    @Override
    public ParkingLot parkingLot() {
        return new DynamoDbParkingLot(table(place.tables().parking()), clock, laneCapacity);
    }

    @Override
    public SagaStore sagas() {
        return new DynamoDbSagaStore(table(place.tables().sagas()));
    }

    @Override
    public Replicas replicas() {
        return new DynamoDbReplicas(table(place.tables().replicas()));
    }

    @Override
    public ReadModel readModel() {
        return new DynamoDbReadModel(table(place.tables().rows()));
    }
}
