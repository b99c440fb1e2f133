package io.triskel.azure.eventhubs;

import java.time.Duration;

/**
 * Sets how a {@link HubProcessor} reads.
 *
 * @param batch the maximum of events in one batch for the consumer
 * @param linger how long a batch that is not full waits for more
 * @param batchTime how long the consumer may take for one batch
 * @param checkpointEvery how often a partition's checkpoint is written while events are settled; also written when an
 *     event blocks the partition, and at the end. Events settled since the last checkpoint are redelivered after a
 *     crash
 * @param balanceEvery how often ownership is renewed and partitions are redistributed
 * @param ownershipExpiry the time without renewal after which a partition is taken over; several times {@code
 *     balanceEvery}, in whole seconds
 * @param prefetch events requested ahead, per partition
 */
public record HubProcessorSettings(
        int batch,
        Duration linger,
        Duration batchTime,
        Duration checkpointEvery,
        Duration balanceEvery,
        Duration ownershipExpiry,
        int prefetch) {

    public HubProcessorSettings {
        if (batch < 1 || prefetch < 1 || prefetch > 8000) {
            throw new IllegalArgumentException(
                    "batch must be at least 1 and prefetch 1 to 8000, not " + batch + " and " + prefetch);
        }
        if (ownershipExpiry.toSeconds() < 1 || ownershipExpiry.compareTo(balanceEvery) <= 0) {
            throw new IllegalArgumentException(
                    "ownershipExpiry must be at least one second and longer than balanceEvery, " + balanceEvery
                            + ", not " + ownershipExpiry);
        }
    }

    /** {@return settings that suit events of 1 KiB and a few processes} */
    public static HubProcessorSettings defaults() {
        return new HubProcessorSettings(
                500,
                Duration.ofMillis(50),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                2_000);
    }

    /** {@return these settings with other batches} */
    public HubProcessorSettings withBatch(int most, Duration waits) {
        return new HubProcessorSettings(
                most, waits, batchTime, checkpointEvery, balanceEvery, ownershipExpiry, prefetch);
    }

    /** {@return these settings with another interval between checkpoints} */
    public HubProcessorSettings withCheckpointEvery(Duration interval) {
        return new HubProcessorSettings(batch, linger, batchTime, interval, balanceEvery, ownershipExpiry, prefetch);
    }

    /** {@return these settings with other times for renewing ownership and for its expiry} */
    public HubProcessorSettings withOwnership(Duration renewal, Duration expiry) {
        return new HubProcessorSettings(batch, linger, batchTime, checkpointEvery, renewal, expiry, prefetch);
    }
}
