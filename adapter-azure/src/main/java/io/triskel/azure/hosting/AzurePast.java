package io.triskel.azure.hosting;

import com.azure.core.exception.AzureException;
import io.triskel.archive.ArchiveHistory;
import io.triskel.archive.ArchiveObjects;
import io.triskel.archive.ArchivePosition;
import io.triskel.archive.ArchiveReplay;
import io.triskel.archive.ArchiveReport;
import io.triskel.archive.FolderObjects;
import io.triskel.azure.AzureBlobs;
import io.triskel.azure.AzureClients;
import io.triskel.azure.capture.CaptureFormat;
import io.triskel.azure.capture.ContainerBlobs;
import io.triskel.azure.eventhubs.HubConsumer;
import io.triskel.azure.eventhubs.HubReport;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.hosting.operation.ExpiredEvents;
import io.triskel.hosting.operation.Past;
import io.triskel.hosting.operation.ViewRebuild;
import io.triskel.platform.Platform;
import io.triskel.projection.History;
import io.triskel.publish.EventPublisher;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The events of a pipeline on Azure: those that Capture has written to a container, and those that the hub still has, read by a consumer
 * group of their own.
 *
 * <p>Only the process of an operator uses it, which has {@code io.triskel.archive} and the client of Blob Storage on its class path; the
 * package of the functions leaves them out.
 */
public final class AzurePast implements Past, ExpiredEvents.Archived {
    private static final int MOST = Integer.MAX_VALUE;

    /** A file comes after its window of a quarter of an hour at most; the rest is for an outage of the storage. The hub keeps a week. */
    private static final Duration LATEST = Duration.ofHours(25);

    /** The longest time that Capture gathers events for a file. */
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(15);

    private final AzureClients clients;
    private final Platform platform;
    private final String hub;
    private final String archive;
    private final Path temporary;

    /**
     * Names the sources; nothing is called yet.
     *
     * @param clients closed by the caller
     * @param platform whose codec and clock are used
     * @param hub the hub's name
     * @param archive the name of the container, which has the files of one namespace, or the {@code file:} address of a folder that stands
     *     for it
     * @param temporary the folder in which the archive's events are sorted if they exceed the memory
     */
    public AzurePast(AzureClients clients, Platform platform, String hub, String archive, Path temporary) {
        this.clients = clients;
        this.platform = platform;
        this.hub = hub;
        this.archive = archive;
        this.temporary = temporary;
    }

    @Override
    public History archive(Consumer<Delivery.Undecodable> broken) {
        ArchiveObjects objects = objects();
        return new ArchiveHistory(
                CaptureFormat.archive(objects, namespace(objects) + "/" + hub + "/"),
                platform.codec(),
                platform.clock().instant().minus(LATEST),
                broken,
                temporary);
    }

    @Override
    public Optional<String> publish(Instant from, Instant until, EventPublisher to, Deadline deadline) {
        ArchiveObjects objects = objects();
        ArchiveReport report = new ArchiveReplay(
                        CaptureFormat.archive(
                                new Period(objects, from.minus(LONGEST_WINDOW), until.plus(LATEST)),
                                namespace(objects) + "/" + hub + "/"),
                        platform.codec(),
                        platform.clock())
                .publish(to, broken -> {}, ArchivePosition.beginning(), MOST, deadline);
        return Past.problem(report);
    }

    /** The files whose windows began in a period: their names have the time behind namespace, hub and partition. */
    private record Period(ArchiveObjects objects, Instant from, Instant until) implements ArchiveObjects {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("yyyy/MM/dd/HH/mm/ss", Locale.ROOT).withZone(ZoneOffset.UTC);
        private static final String PARTITION = "[^/]+/[^/]+/[^/]+/";

        @Override
        public List<String> list(String prefix, Optional<String> after, int limit) throws IOException {
            if (!prefix.matches(PARTITION)) {
                return objects.list(prefix, after, limit);
            }
            String begin = prefix + TIME.format(from);
            String end = prefix + TIME.format(until);
            return objects
                    .list(
                            prefix,
                            after.filter(name -> name.compareTo(begin) > 0).or(() -> Optional.of(begin)),
                            limit)
                    .stream()
                    .filter(name -> name.compareTo(end) < 0)
                    .toList();
        }

        @Override
        public InputStream open(String object) throws IOException {
            return objects.open(object);
        }
    }

    private ArchiveObjects objects() {
        return archive.startsWith("file:")
                ? new FolderObjects(Path.of(URI.create(archive)))
                : new ContainerBlobs(AzureBlobs.client(clients).getBlobContainerClient(archive));
    }

    /** The namespace's name, with which every file's name begins; any in an empty archive. */
    private String namespace(ArchiveObjects objects) {
        try {
            List<String> first = objects.list("", Optional.empty(), 1);
            return first.isEmpty() ? hub : first.get(0).split("/", 2)[0];
        } catch (IOException failed) {
            throw new PortException("The archive cannot be read: " + failed.getMessage(), failed);
        }
    }

    /** The hub keeps its events for all. */
    @Override
    public void subscribe() {
        // Readers need no subscription.
    }

    @Override
    public BusReading bus(BatchProcessor processor, EventCodec codec) {
        return new HubReading(new HubConsumer(
                () -> clients.hub(hub).consumerGroup(ViewRebuild.CONSUMER),
                ViewRebuild.CONSUMER,
                processor,
                codec,
                Past.ownCheckpoints(),
                platform.clock(),
                Runnable::run));
    }

    private record HubReading(HubConsumer consumer) implements BusReading {
        @Override
        public Run run(Deadline deadline) {
            try {
                HubReport report = consumer.run(MOST, deadline);
                return new Run(report.caughtUp(), report.problems().stream().findFirst());
            } catch (AzureException failed) {
                return new Run(false, Optional.of("the hub cannot be read: " + failed.getMessage()));
            }
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
