package io.triskel.gcp;

import io.triskel.archive.ArchivePosition;
import io.triskel.archive.ArchiveReplay;
import io.triskel.archive.ArchiveReport;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.event.Deadline;
import io.triskel.gcp.archive.MessageArchive;
import io.triskel.gcp.archive.StorageObjects;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.gcp.firestore.FirestoreEventStore;
import io.triskel.gcp.firestore.FirestoreInbox;
import io.triskel.gcp.pubsub.PubSubBus;
import io.triskel.gcp.pubsub.PullConsumer;
import io.triskel.gcp.pubsub.PullSettings;
import io.triskel.inbox.Inbox;
import io.triskel.observe.Observer;
import io.triskel.platform.Platform;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.OrderedPublisher;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What the README of this module shows, compiled; the core's {@code SnippetsTest} compares them. */
@SuppressWarnings("unused")
final class ReadmePage {
    private ReadmePage() {}

    static void platform(TypeRegistry types) {
        Platform platform = GcpPlatform.fromEnvironment("/shop", types);
    }

    static void bus(EventCodec codec, InstantSource clock, Observer observer) {
        GcpClients clients = GcpClients.of(GcpSettings.from(System.getenv()));
        EventBus bus = PubSubBus.of(clients, "orders");
        EventPublisher publisher = OrderedPublisher.builder(bus, codec)
                .clock(clock)
                .observer(observer)
                .build();
    }

    static void consumer(
            GcpClients clients,
            BatchProcessor batchProcessor,
            EventCodec codec,
            InstantSource clock,
            Observer observer) {
        PullConsumer consumer = new PullConsumer(
                clients::subscriber,
                clients.subscription("payments"),
                batchProcessor,
                codec,
                PullSettings.defaults(),
                clock,
                observer);
        consumer.start();
    }

    static void archive(
            EventCodec codec,
            InstantSource clock,
            BatchProcessor processor,
            ArchivePosition position,
            Deadline deadline)
            throws IOException {
        StorageObjects bucket = StorageObjects.of(System.getenv(), "orders-archive");
        Instant until = clock.instant().minus(Duration.ofMinutes(15));
        ArchiveReplay replay = new ArchiveReplay(MessageArchive.of(bucket, "orders/", until), codec, clock);
        ArchiveReport report =
                replay.process(processor, position, 10_000, deadline); // position = report.position(), until finished
    }

    static void stores(GcpClients clients, EventCodec codec, InstantSource clock) {
        FirestoreCollections collections = new FirestoreCollections("orders");
        FirestoreEventStore store =
                new FirestoreEventStore(clients.firestore(), collections, codec, clock); // EventStore and Outbox
        Inbox inbox = new FirestoreInbox(clients.firestore(), collections, Duration.ofDays(8));
    }
}
