package io.triskel.local.aws.kinesis;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The settings of a local Kinesis.
 *
 * @param quotas whether the service's per-shard limits apply
 * @param statusDelay how long a stream is CREATING or UPDATING; seconds to minutes in the service
 * @param retention replaces the retention of every stream, for load tests that would fill the heap in 24 hours
 * @param maxStoredBytes above this the server rejects records with an error, instead of silently dropping old ones
 * @param threads that serve calls
 * @param clock decides arrival times, retention, quotas and the expiry of iterators
 */
public record KinesisSettings(
        boolean quotas,
        Duration statusDelay,
        Optional<Duration> retention,
        long maxStoredBytes,
        int threads,
        InstantSource clock) {

    /** No quotas, no delays, at most half of the heap. */
    public static KinesisSettings defaults() {
        return new KinesisSettings(
                false,
                Duration.ZERO,
                Optional.empty(),
                Runtime.getRuntime().maxMemory() / 2,
                16,
                InstantSource.system());
    }

    public KinesisSettings withQuotas() {
        return new KinesisSettings(true, statusDelay, retention, maxStoredBytes, threads, clock);
    }

    public KinesisSettings withRetention(Duration newRetention) {
        return new KinesisSettings(quotas, statusDelay, Optional.of(newRetention), maxStoredBytes, threads, clock);
    }

    public KinesisSettings withStatusDelay(Duration delay) {
        return new KinesisSettings(quotas, delay, retention, maxStoredBytes, threads, clock);
    }

    public KinesisSettings withMaxStoredBytes(long bytes) {
        return new KinesisSettings(quotas, statusDelay, retention, bytes, threads, clock);
    }

    public KinesisSettings withClock(InstantSource newClock) {
        return new KinesisSettings(quotas, statusDelay, retention, maxStoredBytes, threads, newClock);
    }
}
