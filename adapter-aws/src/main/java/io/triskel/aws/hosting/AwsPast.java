package io.triskel.aws.hosting;

import io.triskel.archive.Archive;
import io.triskel.archive.ArchiveHistory;
import io.triskel.archive.ArchiveObjects;
import io.triskel.archive.FolderObjects;
import io.triskel.archive.JsonLines;
import io.triskel.aws.AwsClients;
import io.triskel.aws.firehose.S3Objects;
import io.triskel.aws.kinesis.ReadQuota;
import io.triskel.aws.kinesis.ShardConsumer;
import io.triskel.aws.kinesis.ShardReport;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.event.Deadline;
import io.triskel.hosting.operation.Past;
import io.triskel.hosting.operation.ViewRebuild;
import io.triskel.platform.Platform;
import io.triskel.projection.History;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The events of an application on AWS: those that Firehose has written to a bucket, and those that the stream still has.
 *
 * <p>Only the process of an operator uses it, which has {@code io.triskel.archive} and the S3 client on its class path; the package of the
 * functions leaves them out.
 */
public final class AwsPast implements Past {
    /** Begins the names of the archive's objects. */
    public static final String PREFIX = "events/";

    private static final int MOST = Integer.MAX_VALUE;

    /** Firehose tries to deliver an object for a day (Firehose developer guide, "Data delivery failure"); the stream keeps a week. */
    private static final Duration LATEST = Duration.ofHours(25);

    private final AwsClients clients;
    private final Platform platform;
    private final String stream;
    private final String archive;
    private final ReadQuota quota;
    private final Path temporary;

    /**
     * Names the sources; nothing is called yet.
     *
     * @param clients closed by the caller
     * @param platform whose codec and clock are used
     * @param stream the stream's name
     * @param archive the name of the bucket, or the {@code file:} address of a folder that stands for it
     * @param quota of each shard, which Firehose shares
     * @param temporary the folder in which the archive's events are sorted if they exceed the memory
     */
    public AwsPast(
            AwsClients clients, Platform platform, String stream, String archive, ReadQuota quota, Path temporary) {
        this.clients = clients;
        this.platform = platform;
        this.stream = stream;
        this.archive = archive;
        this.quota = quota;
        this.temporary = temporary;
    }

    @Override
    public History archive(Consumer<Delivery.Undecodable> broken) {
        return new ArchiveHistory(
                Archive.of(objects(), PREFIX, new JsonLines()),
                platform.codec(),
                platform.clock().instant().minus(LATEST),
                broken,
                temporary);
    }

    private ArchiveObjects objects() {
        return archive.startsWith("file:")
                ? new FolderObjects(Path.of(URI.create(archive)))
                : new S3Objects(clients.client(S3Client.builder(), "s3"), archive);
    }

    /** The stream keeps its events for all. */
    @Override
    public void subscribe() {
        // Readers need no subscription.
    }

    @Override
    public BusReading bus(BatchProcessor processor, EventCodec codec) {
        ShardConsumer consumer = new ShardConsumer(
                        clients::kinesis,
                        stream,
                        ViewRebuild.CONSUMER,
                        processor,
                        codec,
                        Past.ownCheckpoints(),
                        platform.clock())
                .quota(quota);
        // The clients are the caller's: nothing is closed.
        return deadline -> read(consumer, deadline);
    }

    private static BusReading.Run read(ShardConsumer consumer, Deadline deadline) {
        try {
            ShardReport report = consumer.run(MOST, deadline);
            return new BusReading.Run(
                    report.caughtUp(), report.problems().stream().findFirst());
        } catch (SdkException failed) {
            return new BusReading.Run(false, Optional.of("the stream cannot be read: " + failed.getMessage()));
        }
    }
}
