package io.triskel.aws;

import io.triskel.archive.Archive;
import io.triskel.archive.ArchiveHistory;
import io.triskel.archive.ArchivePosition;
import io.triskel.archive.ArchiveReplay;
import io.triskel.archive.ArchiveReport;
import io.triskel.archive.JsonLines;
import io.triskel.aws.dynamodb.DynamoDbEventStore;
import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.firehose.S3Objects;
import io.triskel.aws.kinesis.KinesisBus;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.event.Deadline;
import io.triskel.observe.Observer;
import io.triskel.platform.Platform;
import io.triskel.projection.History;
import io.triskel.projection.Rebuild;
import io.triskel.projection.View;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.OrderedPublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** What the README of this module shows, compiled; the core's {@code SnippetsTest} compares them. */
@SuppressWarnings("unused")
final class ReadmePage {
    private ReadmePage() {}

    static void platform(TypeRegistry types) {
        Platform platform = AwsPlatform.fromEnvironment("/shop", types);
    }

    record OrderRow() {}

    private static void subscribeFromTheOldest(String subscription) {}

    static void stores(DynamoDbClient client, EventCodec codec) {
        DynamoDbTables tables = new DynamoDbTables("orders");
        DynamoDbEventStore store = DynamoDbEventStore.of(client, tables, codec, InstantSource.system());
    }

    static void bus(EventCodec codec, InstantSource clock, Observer observer, Executor executor) {
        AwsClients clients = AwsClients.of(AwsSettings.from(System.getenv()));
        EventBus bus = KinesisBus.of(clients, "orders").withExecutor(executor);
        EventPublisher publisher = OrderedPublisher.builder(bus, codec)
                .clock(clock)
                .observer(observer)
                .build();
    }

    static void archive(
            S3Client s3,
            EventCodec codec,
            InstantSource clock,
            BatchProcessor processor,
            ArchivePosition position,
            Deadline deadline,
            View<OrderRow> view,
            List<Delivery.Undecodable> broken) {
        Archive archive = Archive.of(new S3Objects(s3, "orders-archive"), "events/", new JsonLines());
        ArchiveReplay replay = new ArchiveReplay(archive, codec, clock);
        ArchiveReport report =
                replay.process(processor, position, 10_000, deadline); // position = report.position(), until finished
        History history = new ArchiveHistory(
                archive, codec, clock.instant().minus(Duration.ofHours(25)), broken::add, Path.of("/var/tmp"));
        Rebuild<OrderRow> rebuild =
                view.rebuild(history, generation -> subscribeFromTheOldest("order-view-" + generation));
    }
}
