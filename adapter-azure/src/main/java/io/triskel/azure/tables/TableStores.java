package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
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
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * All stores on Table Storage. The deployment creates the tables, as {@link AzureTables#names} lists them. Immutable: each method
 * that sets something returns a new object.
 */
public final class TableStores implements Stores {
    private final TableServiceClient service;
    private final AzureTables tables;
    private final InstantSource clock;
    private final Executor executor;
    private final int laneCapacity;

    private TableStores(
            TableServiceClient service, AzureTables tables, InstantSource clock, Executor executor, int laneCapacity) {
        this.service = service;
        this.tables = tables;
        this.clock = clock;
        this.executor = executor;
        this.laneCapacity = laneCapacity;
    }

    /** {@return the stores in these tables, with the system's clock} */
    public static TableStores of(TableServiceClient service, AzureTables tables) {
        return new TableStores(service, tables, InstantSource.system(), Runnable::run, 1_000);
    }

    /** {@return these stores with another clock} */
    public TableStores clock(InstantSource other) {
        return new TableStores(service, tables, other, executor, laneCapacity);
    }

    /** {@return these stores, whose inbox makes the blocking calls of one batch on this executor} */
    public TableStores executor(Executor other) {
        return new TableStores(service, tables, clock, other, laneCapacity);
    }

    /** {@return these stores with another limit of parked events in a lane: 1 or more, 1,000 by default} */
    public TableStores laneCapacity(int other) {
        return new TableStores(service, tables, clock, executor, other);
    }

    @Override
    public PersonalKeys personalKeys() {
        return new TablePersonalKeys(service, tables);
    }

    @Override
    public EventStore eventStore(EventCodec codec) {
        return new TableEventStore(service, tables, codec, clock);
    }

    @Override
    public Outbox outbox(EventCodec codec) {
        return new TableEventStore(service, tables, codec, clock);
    }

    @Override
    public Snapshots snapshots() {
        return new TableSnapshots(service, tables);
    }

    @Override
    public Checkpoints checkpoints() {
        return new TableCheckpoints(service, tables);
    }

    @Override
    public Inbox inbox() {
        return new TableInbox(service, tables, executor);
    }

    @Override
    public ParkingLot parkingLot() {
        return new TableParkingLot(service, tables, clock, laneCapacity);
    }

    @Override
    public SagaStore sagas() {
        return new TableSagaStore(service, tables);
    }

    @Override
    public Replicas replicas() {
        return new TableReplicas(service, tables);
    }

    @Override
    public ReadModel readModel() {
        return new TableReadModel(service, tables);
    }
}
