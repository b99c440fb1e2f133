package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import io.triskel.codec.EventCodec;
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
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Creates all stores on Table Storage. The deployment creates the tables of {@link AzureTables#names}. Immutable: each
 * setting returns a new object.
 */
public final class TableStores implements Stores {
    private final TableServiceClient service;
    private final AzureTables tables;
    private final InstantSource clock;
    private final Executor executor;
    private final int laneCapacity;
    private final Optional<KeyWrapping> keyService;

    private TableStores(
            TableServiceClient service,
            AzureTables tables,
            InstantSource clock,
            Executor executor,
            int laneCapacity,
            Optional<KeyWrapping> keyService) {
        this.service = service;
        this.tables = tables;
        this.clock = clock;
        this.executor = executor;
        this.laneCapacity = laneCapacity;
        this.keyService = keyService;
    }

    /** {@return the stores in these tables, with the system's clock} */
    public static TableStores of(TableServiceClient service, AzureTables tables) {
        return new TableStores(service, tables, InstantSource.system(), Runnable::run, 1_000, Optional.empty());
    }

    /** {@return these stores with another clock} */
    public TableStores clock(InstantSource other) {
        return new TableStores(service, tables, other, executor, laneCapacity, keyService);
    }

    /** {@return these stores, with an inbox that runs the blocking calls of a batch on this executor} */
    public TableStores executor(Executor other) {
        return new TableStores(service, tables, clock, other, laneCapacity, keyService);
    }

    /** {@return these stores with another maximum of parked events in a lane: at least 1, by default 1,000} */
    public TableStores laneCapacity(int other) {
        return new TableStores(service, tables, clock, executor, other, keyService);
    }

    /**
     * {@return these stores, with wrapped keys of personal data} This process wraps them under keys that the service
     * wraps: see {@link TablePersonalKeys#wrappedInBuckets}.
     */
    public TableStores keysWrappedBy(KeyWrapping by) {
        return new TableStores(service, tables, clock, executor, laneCapacity, Optional.of(by));
    }

    @Override
    public PersonalKeys personalKeys() {
        TablePersonalKeys keys = new TablePersonalKeys(service, tables);
        return keyService.map(by -> keys.wrappedInBuckets(by, clock)).orElse(keys);
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
        return new TableSagaStore(service, tables, clock);
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
