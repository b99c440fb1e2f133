package io.triskel.local.gcp.pubsub;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The settings of a local Pub/Sub.
 *
 * @param quotas whether throughput quotas apply, and failed pushes slow down their whole subscription; limits on the size of messages and
 *     requests always do
 * @param publishBytesPerSecond of the whole server, if quotas apply; 200 MB/s in the service's small regions
 * @param retention replaces the retention of every topic and subscription, for load tests that would fill the heap in 7 days
 * @param maxStoredBytes above this the server rejects messages with an error, instead of silently dropping old ones
 * @param buckets a folder with one folder per bucket, for Cloud Storage subscriptions
 * @param threads that serve calls
 * @param clock decides publish times, ack deadlines, back-off, retention and quotas
 */
public record PubSubSettings(
        boolean quotas,
        long publishBytesPerSecond,
        Optional<Duration> retention,
        long maxStoredBytes,
        Optional<Path> buckets,
        int threads,
        InstantSource clock) {

    /** No quotas, no buckets, at most half of the heap. */
    public static PubSubSettings defaults() {
        return new PubSubSettings(
                false,
                200_000_000,
                Optional.empty(),
                Runtime.getRuntime().maxMemory() / 2,
                Optional.empty(),
                8,
                InstantSource.system());
    }

    public PubSubSettings withQuotas(long bytesPerSecond) {
        return new PubSubSettings(true, bytesPerSecond, retention, maxStoredBytes, buckets, threads, clock);
    }

    public PubSubSettings withRetention(Duration newRetention) {
        return new PubSubSettings(
                quotas, publishBytesPerSecond, Optional.of(newRetention), maxStoredBytes, buckets, threads, clock);
    }

    public PubSubSettings withMaxStoredBytes(long bytes) {
        return new PubSubSettings(quotas, publishBytesPerSecond, retention, bytes, buckets, threads, clock);
    }

    public PubSubSettings withBuckets(Path folder) {
        return new PubSubSettings(
                quotas, publishBytesPerSecond, retention, maxStoredBytes, Optional.of(folder), threads, clock);
    }

    public PubSubSettings withClock(InstantSource newClock) {
        return new PubSubSettings(quotas, publishBytesPerSecond, retention, maxStoredBytes, buckets, threads, newClock);
    }
}
