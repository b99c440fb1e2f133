package io.triskel.target.azure;

import io.triskel.azure.AzureClients;
import io.triskel.azure.AzureSettings;
import io.triskel.azure.eventhubs.EventHubsBus;
import io.triskel.azure.eventhubs.HubConsumer;
import io.triskel.azure.eventhubs.HubReport;
import io.triskel.azure.tables.AzureTables;
import io.triskel.azure.tables.TableStores;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.event.Deadline;
import io.triskel.load.Consumption;
import io.triskel.load.TestPorts;
import io.triskel.load.workload.Worker;
import io.triskel.memory.InMemoryStores;
import io.triskel.platform.Stores;
import io.triskel.publish.EventBus;
import io.triskel.store.Checkpoints;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;

/** One hub and one set of tables, and the adapter's ports on them, with clients of their own. */
public final class AzureTestPorts implements TestPorts {
    /** The consumer group that every hub has. */
    static final String GROUP = "$Default";

    private static final int ROOM = 1_000;

    private final ExistingNames names;
    private final AzureClients clients;
    private final ExecutorService executor;
    private final Worker worker;

    AzureTestPorts(ExistingNames names, AzureSettings settings, ExecutorService executor) {
        this(names, AzureClients.of(settings), executor, Worker.ALONE);
    }

    private AzureTestPorts(ExistingNames names, AzureClients clients, ExecutorService executor, Worker worker) {
        this.names = names;
        this.clients = clients;
        this.executor = executor;
        this.worker = worker;
    }

    /** {@return the same ports, whose consumers read the partitions of one of several workers} */
    AzureTestPorts reading(Worker part) {
        return new AzureTestPorts(names, clients, executor, part);
    }

    /** {@return the hub's name} */
    public String hub() {
        return names.hub();
    }

    /** {@return where the tables are} */
    public AzureTables tables() {
        return names.tables();
    }

    ExistingNames names() {
        return names;
    }

    /** The clients that the ports use, for baselines. */
    AzureClients clients() {
        return clients;
    }

    @Override
    public EventBus bus() {
        return EventHubsBus.of(clients, hub());
    }

    @Override
    public Consumption consumption(String name, BatchProcessor processor, EventCodec codec) {
        return consumption(name, processor, codec, stores().checkpoints());
    }

    @Override
    public Consumption fromStart(String name, BatchProcessor processor, EventCodec codec) {
        return consumption(name, processor, codec, new InMemoryStores().checkpoints());
    }

    private Consumption consumption(String name, BatchProcessor processor, EventCodec codec, Checkpoints checkpoints) {
        return new Reading(new HubConsumer(
                        () -> clients.hub(hub()).consumerGroup(GROUP),
                        name,
                        processor,
                        codec,
                        checkpoints,
                        InstantSource.system(),
                        executor)
                .partitions(id -> worker.reads(Integer.parseInt(id))));
    }

    /** A consumer that keeps its links between runs. */
    record Reading(HubConsumer consumer) implements Consumption {
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
    public Stores stores(InstantSource clock, int laneCapacity) {
        return TableStores.of(clients.tables(), tables())
                .clock(clock)
                .executor(executor)
                .laneCapacity(laneCapacity);
    }

    @Override
    public int laneCapacity() {
        return ROOM;
    }

    /** Hubs and tables end with the site that they are in; deployed ones stay. */
    @Override
    public void close() {
        clients.close();
    }
}
