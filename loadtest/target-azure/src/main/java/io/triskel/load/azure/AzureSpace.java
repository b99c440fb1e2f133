package io.triskel.load.azure;

import com.azure.data.tables.TableServiceClient;
import io.triskel.azure.AzureClients;
import io.triskel.azure.AzureSettings;
import io.triskel.azure.eventhubs.EventHubsBus;
import io.triskel.azure.eventhubs.HubConsumer;
import io.triskel.azure.eventhubs.HubReport;
import io.triskel.azure.tables.TableCheckpoints;
import io.triskel.azure.tables.TableEventStore;
import io.triskel.azure.tables.TableInbox;
import io.triskel.azure.tables.TableParkingLot;
import io.triskel.azure.tables.TablePersonalKeys;
import io.triskel.azure.tables.TableReadModel;
import io.triskel.azure.tables.TableReplicas;
import io.triskel.azure.tables.TableSagaStore;
import io.triskel.azure.tables.TableSnapshots;
import io.triskel.azure.tables.Tables;
import io.triskel.codec.EventCodec;
import io.triskel.codec.PersonalKeys;
import io.triskel.consume.BatchProcessor;
import io.triskel.event.Deadline;
import io.triskel.inbox.Inbox;
import io.triskel.load.Consumption;
import io.triskel.load.Space;
import io.triskel.memory.InMemoryCheckpoints;
import io.triskel.outbox.Outbox;
import io.triskel.parking.ParkingLot;
import io.triskel.projection.ReadModel;
import io.triskel.publish.EventBus;
import io.triskel.saga.SagaStore;
import io.triskel.store.Checkpoints;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.transfer.Replicas;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** One hub and one set of tables, and the adapter's ports on them, with clients of their own. */
public final class AzureSpace implements Space {
    /** The consumer group that every hub has. */
    static final String GROUP = "$Default";

    private static final int ROOM = 1_000;

    private final AzurePlace.Names names;
    private final AzureClients clients;
    private final ExecutorService executor;

    AzureSpace(AzurePlace.Names names, AzureSettings settings, ExecutorService executor) {
        this.names = names;
        this.clients = AzureClients.of(settings);
        this.executor = executor;
    }

    /** {@return the hub's name} */
    public String hub() {
        return names.hub();
    }

    /** {@return where the tables are} */
    public Tables tables() {
        return names.tables();
    }

    AzurePlace.Names names() {
        return names;
    }

    /** The very clients that the ports use, for those who compare with them. */
    AzureClients clients() {
        return clients;
    }

    private TableServiceClient service() {
        return clients.tables();
    }

    @Override
    public Optional<EventBus> bus() {
        return Optional.of(new EventHubsBus(() -> clients.producer(hub()), InstantSource.system()));
    }

    @Override
    public Optional<Consumption> consumption(String name, BatchProcessor processor, EventCodec codec) {
        return Optional.of(consumption(name, processor, codec, new TableCheckpoints(service(), tables())));
    }

    /** A consumer whose progress is in memory: it reads from the start whenever it is made. */
    Consumption consumptionFromStart(BatchProcessor processor, EventCodec codec) {
        return consumption("from-start", processor, codec, new InMemoryCheckpoints());
    }

    private Consumption consumption(String name, BatchProcessor processor, EventCodec codec, Checkpoints checkpoints) {
        return new Reading(new HubConsumer(
                () -> clients.hub(hub()),
                GROUP,
                name,
                processor,
                codec,
                checkpoints,
                InstantSource.system(),
                executor));
    }

    private record Reading(HubConsumer consumer) implements Consumption {
        @Override
        public Progress run(int limit, Deadline deadline) {
            HubReport report = consumer.run(limit, deadline);
            return new Progress(report.settled(), report.caughtUp(), report.problems());
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    @Override
    public Optional<EventStore> eventStore(EventCodec codec, InstantSource clock) {
        return Optional.of(store(codec, clock));
    }

    @Override
    public Optional<Outbox> outbox(EventCodec codec, InstantSource clock) {
        return Optional.of(store(codec, clock));
    }

    private TableEventStore store(EventCodec codec, InstantSource clock) {
        return new TableEventStore(service(), tables(), codec, clock);
    }

    @Override
    public Optional<Snapshots> snapshots() {
        return Optional.of(new TableSnapshots(service(), tables()));
    }

    @Override
    public Optional<Checkpoints> checkpoints() {
        return Optional.of(new TableCheckpoints(service(), tables()));
    }

    @Override
    public Optional<Inbox> inbox() {
        return Optional.of(new TableInbox(service(), tables(), executor));
    }

    @Override
    public Optional<ParkingLot> parkingLot() {
        return parkingLot(ROOM);
    }

    @Override
    public Optional<ParkingLot> parkingLot(int room) {
        return Optional.of(new TableParkingLot(service(), tables(), InstantSource.system(), room));
    }

    @Override
    public Optional<SagaStore> sagaStore() {
        return Optional.of(new TableSagaStore(service(), tables()));
    }

    @Override
    public Optional<Replicas> replicas() {
        return Optional.of(new TableReplicas(service(), tables()));
    }

    @Override
    public Optional<ReadModel> readModel() {
        return Optional.of(new TableReadModel(service(), tables()));
    }

    @Override
    public Optional<PersonalKeys> personalKeys() {
        return Optional.of(new TablePersonalKeys(service(), tables()));
    }

    /** Hubs and tables end with the place that they are in; deployed ones stay. */
    @Override
    public void close() {
        clients.close();
    }
}
