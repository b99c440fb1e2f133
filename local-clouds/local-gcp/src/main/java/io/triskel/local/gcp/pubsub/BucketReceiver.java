package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.CloudStorageConfig;
import com.google.pubsub.v1.Subscription;
import io.triskel.local.gcp.wire.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes the messages of a subscription to a bucket, and acknowledges them when their file is written: by size, number or age (Pub/Sub
 * documentation, "Cloud Storage subscriptions").
 */
final class BucketReceiver extends Receiver {
    private static final Duration FOR_EVER = Duration.ofDays(36_500);
    private static final Duration DEFAULT_DURATION = Duration.ofMinutes(5);
    private static final long DEFAULT_BYTES = 64L << 20;
    private static final int BATCH = 1000;

    private final BucketFile file;
    private final Shared shared;
    private final Duration maxDuration;
    private final long maxBytes;
    private final long maxMessages;
    private final Consumer<List<Lease>> written;
    private List<Lease> open = new ArrayList<>();
    private Optional<Instant> since = Optional.empty();
    private long openBytes;

    private BucketReceiver(BucketFile file, CloudStorageConfig config, Shared shared, Consumer<List<Lease>> written) {
        this.file = file;
        this.shared = shared;
        this.written = written;
        this.maxDuration = config.hasMaxDuration() ? Timestamps.duration(config.getMaxDuration()) : DEFAULT_DURATION;
        this.maxBytes = config.getMaxBytes() > 0 ? config.getMaxBytes() : DEFAULT_BYTES;
        this.maxMessages = config.getMaxMessages() > 0 ? config.getMaxMessages() : Long.MAX_VALUE;
    }

    /** @param written receives the leases of a written file, while the subscription is locked */
    static BucketReceiver of(Subscription subscription, Shared shared, Consumer<List<Lease>> written) {
        CloudStorageConfig config = subscription.getCloudStorageConfig();
        Path buckets = shared.settings()
                .buckets()
                .orElseThrow(() -> Refusal.failedPrecondition("This local server was started without buckets"));
        return new BucketReceiver(BucketFile.of(buckets, subscription), config, shared, written);
    }

    /** Writes the open file if it is old enough. */
    void tick() {
        if (since.filter(start -> !shared.now().isBefore(start.plus(maxDuration)))
                .isPresent()) {
            write();
        }
    }

    /** Writes the open file. */
    void close() {
        write();
        leave();
    }

    @Override
    boolean hasRoom() {
        return !isGone();
    }

    @Override
    int batch() {
        return BATCH;
    }

    @Override
    boolean keepsKeys() {
        return true;
    }

    @Override
    Optional<Duration> ackDeadline() {
        return Optional.of(FOR_EVER);
    }

    @Override
    void give(List<Lease> leases) {
        for (Lease lease : leases) {
            if (since.isEmpty()) {
                since = Optional.of(shared.now());
            }
            open.add(lease);
            openBytes += lease.delivery().message().message().getData().size();
            if (openBytes >= maxBytes || open.size() >= maxMessages) {
                write();
            }
        }
    }

    private void write() {
        if (open.isEmpty()) {
            return;
        }
        file.write(
                since.orElseThrow(),
                open.stream().map(lease -> lease.delivery().message()).toList());
        List<Lease> done = open;
        open = new ArrayList<>();
        openBytes = 0;
        since = Optional.empty();
        written.accept(done);
    }
}
