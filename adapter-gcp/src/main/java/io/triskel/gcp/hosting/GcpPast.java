package io.triskel.gcp.hosting;

import com.google.api.gax.rpc.ApiException;
import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.SeekRequest;
import io.triskel.archive.ArchiveHistory;
import io.triskel.archive.ArchiveObjects;
import io.triskel.archive.ArchivePosition;
import io.triskel.archive.ArchiveReplay;
import io.triskel.archive.ArchiveReport;
import io.triskel.archive.FolderObjects;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.archive.MessageArchive;
import io.triskel.gcp.archive.StorageObjects;
import io.triskel.gcp.pubsub.PullConsumer;
import io.triskel.gcp.pubsub.PullSettings;
import io.triskel.hosting.operation.ExpiredEvents;
import io.triskel.hosting.operation.Past;
import io.triskel.observe.Observer;
import io.triskel.platform.Platform;
import io.triskel.projection.History;
import io.triskel.publish.EventPublisher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The events of an application on Google Cloud: those that a subscription has written to a bucket, and those that the topic still retains,
 * pulled by a subscription that is set back to the oldest.
 *
 * <p>Only the process of an operator uses it, which has {@code io.triskel.archive} and Avro on its class path; the package of the functions
 * leaves them out.
 */
public final class GcpPast implements Past, ExpiredEvents.Archived {
    /** Begins the names of the archive's files. */
    public static final String PREFIX = "events/";

    private static final Duration LOOK = Duration.ofMillis(20);

    /** A file comes after ten minutes at most; the rest is for an outage of the storage. The topic retains a month. */
    private static final Duration LATEST = Duration.ofHours(25);

    /** What a file gathers is at most ten minutes old when it is complete. */
    private static final Duration LONGEST_FILE = Duration.ofHours(1);

    /** A topic retains no message longer. */
    private static final Duration LONGEST_RETENTION = Duration.ofDays(31);

    private final GcpClients clients;
    private final Platform platform;
    private final Sources sources;

    /**
     * Names the sources; nothing is called yet.
     *
     * @param clients closed by the caller
     * @param platform whose codec and clock are used
     */
    public GcpPast(GcpClients clients, Platform platform, Sources sources) {
        this.clients = clients;
        this.platform = platform;
        this.sources = sources;
    }

    /**
     * Where the events are.
     *
     * @param archive the name of the bucket, or the {@code file:} address of a folder that stands for it
     * @param temporary the folder in which the archive's events are sorted if they exceed the memory
     * @param subscription pulled for rebuilds only, of a topic that retains its messages
     * @param waits how long a reader waits for messages
     */
    public record Sources(String archive, Path temporary, String subscription, Waits waits) {}

    /**
     * How long a reader waits.
     *
     * @param seek until a subscription that was set back has all of its messages again
     * @param quiet after so long without a message all are taken to have come
     */
    public record Waits(Duration seek, Duration quiet) {
        /** Of the service, where a seek may take about a minute to have its full effect (https://cloud.google.com/pubsub/docs/replay-overview). */
        public static final Waits SERVICE = new Waits(Duration.ofSeconds(90), Duration.ofSeconds(10));

        /** Of an emulator, where it has its effect at once. */
        public static final Waits EMULATOR = new Waits(Duration.ZERO, Duration.ofSeconds(10));
    }

    @Override
    public History archive(Consumer<Delivery.Undecodable> broken) {
        Instant now = platform.clock().instant();
        return new ArchiveHistory(
                // A file appears when it is complete, so all that there are can be read.
                MessageArchive.of(objects(), PREFIX, now.plus(Duration.ofDays(1))),
                platform.codec(),
                now.minus(LATEST),
                broken,
                sources.temporary());
    }

    @Override
    public Optional<String> publish(Instant from, Instant until, EventPublisher to, Deadline deadline) {
        ArchiveReport report = new ArchiveReplay(
                        MessageArchive.between(objects(), PREFIX, from.minus(LONGEST_FILE), until.plus(LATEST)),
                        platform.codec(),
                        platform.clock())
                .publish(to, broken -> {}, ArchivePosition.beginning(), Integer.MAX_VALUE, deadline);
        return Past.problem(report);
    }

    private ArchiveObjects objects() {
        if (sources.archive().startsWith("file:")) {
            return new FolderObjects(Path.of(URI.create(sources.archive())));
        }
        try {
            return StorageObjects.of(System.getenv(), sources.archive());
        } catch (IOException noCredentials) {
            throw new PortException("The archive cannot be read: " + noCredentials.getMessage(), noCredentials);
        }
    }

    /** Only checks that no other process reads the subscription: the topic retains its events, so it can be set back later. */
    @Override
    public void subscribe() {
        PullLease.requireFree(platform.stores().checkpoints(), sources.subscription(), platform.clock());
    }

    /**
     * Sets the subscription back, so that it has all that the topic retains, acknowledged or not: "messages published to the topic in the
     * last message_retention_duration are always available to subscribers" (google.pubsub.v1.Topic).
     */
    private void seekOldest() {
        try {
            var unused = clients.subscriber()
                    .seekCallable()
                    .call(SeekRequest.newBuilder()
                            .setSubscription(clients.subscription(sources.subscription()))
                            .setTime(Timestamps.fromMillis(platform.clock()
                                    .instant()
                                    .minus(LONGEST_RETENTION)
                                    .toEpochMilli()))
                            .build());
        } catch (ApiException failed) {
            throw new PortException(
                    "Subscription " + sources.subscription() + " cannot be set back: " + failed.getMessage(), failed);
        }
    }

    @Override
    public BusReading bus(BatchProcessor processor, EventCodec codec) {
        AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.empty());
        Observer troubles = new Observer() {
            @Override
            public void portFailed(String port, Throwable failure) {
                problem.set(Optional.of(port + ": " + failure.getMessage()));
            }
        };
        return new Pulling(
                new PullConsumer(
                        clients::subscriber,
                        clients.subscription(sources.subscription()),
                        processor,
                        codec,
                        PullSettings.defaults(),
                        platform.clock(),
                        troubles),
                problem);
    }

    /** Pulls until nothing has come for a while: Pub/Sub does not say when all has come. No other process pulls meanwhile. */
    private final class Pulling implements BusReading {
        private final PullConsumer consumer;
        private final AtomicReference<Optional<String>> problem;
        private final AtomicBoolean lost = new AtomicBoolean();
        private Optional<PullLease> lease = Optional.empty();
        private Optional<Instant> sought = Optional.empty();

        Pulling(PullConsumer consumer, AtomicReference<Optional<String>> problem) {
            this.consumer = consumer;
            this.problem = problem;
        }

        @Override
        public Run run(Deadline deadline) {
            begin();
            long began = System.nanoTime();
            while (!lost.get()
                    && !deadline.passed(platform.clock())
                    && !(isQuiet()
                            && System.nanoTime() - began
                                    >= sources.waits().quiet().toNanos())) {
                LockSupport.parkNanos(LOOK.toNanos());
            }
            if (lost.get()) {
                throw new IllegalStateException("Subscription " + sources.subscription()
                        + " is no longer this process's alone, so events may be missing. Begin again");
            }
            // A broken stream is quiet, too.
            Optional<String> trouble = problem.getAndSet(Optional.empty());
            return new Run(isQuiet() && trouble.isEmpty(), trouble);
        }

        private void begin() {
            if (lease.isEmpty()) {
                lease = Optional.of(PullLease.take(
                        platform.stores().checkpoints(), sources.subscription(), platform.clock(), this::lost));
            }
            if (sought.isEmpty()) {
                seekOldest();
                sought = Optional.of(platform.clock().instant());
                consumer.start();
            }
        }

        private boolean isQuiet() {
            return sought.filter(since -> !platform.clock()
                                    .instant()
                                    .isBefore(since.plus(sources.waits().seek())))
                            .isPresent()
                    && consumer.idle().compareTo(sources.waits().quiet()) >= 0;
        }

        private void lost() {
            lost.set(true);
            consumer.close();
        }

        @Override
        public void close() {
            consumer.close();
            lease.ifPresent(PullLease::close);
        }
    }
}
