package io.triskel.azure;

import com.azure.messaging.eventhubs.checkpointstore.blob.BlobCheckpointStore;
import com.azure.storage.blob.BlobContainerAsyncClient;
import io.triskel.archive.ArchivePosition;
import io.triskel.archive.ArchiveReplay;
import io.triskel.archive.ArchiveReport;
import io.triskel.azure.capture.CaptureFormat;
import io.triskel.azure.capture.ContainerBlobs;
import io.triskel.azure.eventhubs.EventHubsBus;
import io.triskel.azure.eventhubs.HubProcessor;
import io.triskel.azure.eventhubs.HubProcessorSettings;
import io.triskel.azure.tables.AzureTables;
import io.triskel.azure.tables.TableEventStore;
import io.triskel.azure.tables.TableInbox;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.event.Deadline;
import io.triskel.inbox.Inbox;
import io.triskel.observe.Observer;
import io.triskel.platform.Platform;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.OrderedPublisher;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** What the README of this module shows, compiled; the core's {@code SnippetsTest} compares them. */
@SuppressWarnings("unused")
final class ReadmePage {
    private ReadmePage() {}

    static void platform(TypeRegistry types) {
        Platform platform = AzurePlatform.fromEnvironment("/shop", types);
    }

    static void bus(EventCodec codec, InstantSource clock, Observer observer) {
        AzureClients clients = AzureClients.of(AzureSettings.from(System.getenv()));
        EventBus bus = EventHubsBus.of(clients, "orders");
        EventPublisher publisher = OrderedPublisher.builder(bus, codec)
                .clock(clock)
                .observer(observer)
                .build();
    }

    static void processor(
            AzureClients clients,
            BlobContainerAsyncClient container,
            BatchProcessor batchProcessor,
            EventCodec codec,
            InstantSource clock,
            Observer observer) {
        HubProcessor processor = new HubProcessor(
                clients.processor("orders").consumerGroup("payments"),
                new BlobCheckpointStore(container),
                batchProcessor,
                codec,
                HubProcessorSettings.defaults(),
                clock,
                observer);
        processor.start();
    }

    static void archive(
            AzureClients clients,
            EventCodec codec,
            InstantSource clock,
            BatchProcessor processor,
            ArchivePosition position,
            Deadline deadline) {
        ContainerBlobs blobs = new ContainerBlobs(AzureBlobs.client(clients).getBlobContainerClient("archive"));
        ArchiveReplay replay = new ArchiveReplay(CaptureFormat.archive(blobs, "orders-ns/orders/"), codec, clock);
        ArchiveReport report =
                replay.process(processor, position, 10_000, deadline); // position = report.position(), until finished
    }

    static void stores(AzureClients clients, EventCodec codec, InstantSource clock, Executor executor) {
        AzureTables tables = new AzureTables("orders");
        TableEventStore store = new TableEventStore(clients.tables(), tables, codec, clock); // EventStore and Outbox
        Inbox inbox = new TableInbox(clients.tables(), tables, executor);
    }
}
