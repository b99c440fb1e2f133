package io.triskel.aws.dynamodb;

import io.triskel.codec.EventCodec;
import io.triskel.codec.PersonalKeys;
import io.triskel.inbox.Inbox;
import io.triskel.outbox.Outbox;
import io.triskel.parking.ParkingLot;
import io.triskel.platform.Stores;
import io.triskel.projection.ReadModel;
import io.triskel.saga.SagaStore;
import io.triskel.store.Checkpoints;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.transfer.Replicas;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * All stores on DynamoDB. The deployment creates the tables, as {@link DynamoDbTables#layouts} says. Immutable: each method that
 * sets something returns a new object.
 */
public final class DynamoDbStores implements Stores {
    private final DynamoDbClient client;
    private final DynamoDbTables tables;
    private final InstantSource clock;
    private final Duration inboxRetention;
    private final Executor executor;
    private final int laneCapacity;

    private DynamoDbStores(
            DynamoDbClient client,
            DynamoDbTables tables,
            InstantSource clock,
            Duration inboxRetention,
            Executor executor,
            int laneCapacity) {
        this.client = client;
        this.tables = tables;
        this.clock = clock;
        this.inboxRetention = inboxRetention;
        this.executor = executor;
        this.laneCapacity = laneCapacity;
    }

    /** {@return the stores in these tables, with the system's clock} */
    public static DynamoDbStores of(DynamoDbClient client, DynamoDbTables tables) {
        return new DynamoDbStores(
                client,
                tables,
                InstantSource.system(),
                Duration.ofDays(400),
                Runnable::run,
                10_000);
    }

    /** {@return these stores with another clock} */
    public DynamoDbStores clock(InstantSource other) {
        return new DynamoDbStores(client, tables, other, inboxRetention, executor, laneCapacity);
    }

    /**
     * {@return these stores with another retention of the inbox} The default is 400 days: longer than a stream may keep its
     * records (365 days), so that no record comes again after the inbox has forgotten it.
     */
    public DynamoDbStores inboxRetention(Duration other) {
        return new DynamoDbStores(client, tables, clock, other, executor, laneCapacity);
    }

    /** {@return these stores, whose inbox makes the blocking calls of one batch on this executor} */
    public DynamoDbStores executor(Executor other) {
        return new DynamoDbStores(client, tables, clock, inboxRetention, other, laneCapacity);
    }

    /** {@return these stores with another limit of parked events in a lane: 1 or more, 10,000 by default} */
    public DynamoDbStores laneCapacity(int other) {
        return new DynamoDbStores(client, tables, clock, inboxRetention, executor, other);
    }

    @Override
    public PersonalKeys personalKeys() {
        return new DynamoDbPersonalKeys(client, tables);
    }

    @Override
    public EventStore eventStore(EventCodec codec) {
        return DynamoDbEventStore.of(client, tables, codec, clock);
    }

    @Override
    public Outbox outbox(EventCodec codec) {
        return DynamoDbEventStore.of(client, tables, codec, clock);
    }

    @Override
    public Snapshots snapshots() {
        return new DynamoDbSnapshots(client, tables);
    }

    @Override
    public Checkpoints checkpoints() {
        return new DynamoDbCheckpoints(client, tables);
    }

    @Override
    public Inbox inbox() {
        return new DynamoDbInbox(client, tables, inboxRetention, executor);
    }

    @Override
    public ParkingLot parkingLot() {
        return new DynamoDbParkingLot(client, tables, clock, laneCapacity);
    }

    @Override
    public SagaStore sagas() {
        return new DynamoDbSagaStore(client, tables);
    }

    @Override
    public Replicas replicas() {
        return new DynamoDbReplicas(client, tables);
    }

    @Override
    public ReadModel readModel() {
        return new DynamoDbReadModel(client, tables);
    }
}
