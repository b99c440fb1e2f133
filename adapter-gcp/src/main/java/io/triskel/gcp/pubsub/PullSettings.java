package io.triskel.gcp.pubsub;

import java.time.Duration;

/**
 * Sets how a {@link PullConsumer} reads.
 *
 * @param inHand the maximum of messages received and not acknowledged; the messages of one answer may exceed it
 * @param inHandBytes the maximum of bytes of these messages
 * @param batch the maximum of events in one batch for the consumer
 * @param lanes the maximum of parallel batches, and so of lanes processed in parallel
 * @param heldLanes the maximum of lanes retried in place at the same time; further ones wait for their turn
 * @param batchTime how long the consumer may take for one batch, and so how long a failing event may be retried in
 *     place before it is parked
 * @param lease how long a message stays with this process without an extension, 10 s to 10 min, in whole seconds; other
 *     processes wait that long after a crash
 */
public record PullSettings(
        int inHand, long inHandBytes, int batch, int lanes, int heldLanes, Duration batchTime, Duration lease) {

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(10);
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(10);

    public PullSettings {
        if (inHand < 1 || inHandBytes < 1 || batch < 1 || lanes < 1 || heldLanes < 1) {
            throw new IllegalArgumentException(
                    "inHand, inHandBytes, batch, lanes and heldLanes must be at least 1, not " + inHand + ", "
                            + inHandBytes + ", " + batch + ", " + lanes + " and " + heldLanes);
        }
        if (lease.compareTo(SHORTEST_LEASE) < 0
                || lease.compareTo(LONGEST_LEASE) > 0
                || !lease.equals(Duration.ofSeconds(lease.toSeconds()))) {
            throw new IllegalArgumentException("lease must be 10 s to 10 min in whole seconds, not " + lease);
        }
    }

    /** {@return settings that suit events of 1 KiB and handlers that wait for a store} */
    public static PullSettings defaults() {
        return new PullSettings(4_000, 50_000_000, 200, 8, 8, Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    /** {@return these settings with other limits of held messages and bytes} */
    public PullSettings withInHand(int messages, long bytes) {
        return new PullSettings(messages, bytes, batch, lanes, heldLanes, batchTime, lease);
    }

    /** {@return these settings with other batches} */
    public PullSettings withBatch(int most, Duration time) {
        return new PullSettings(inHand, inHandBytes, most, lanes, heldLanes, time, lease);
    }

    /** {@return these settings with other limits of lanes in progress and lanes retried in place} */
    public PullSettings withLanes(int most, int held) {
        return new PullSettings(inHand, inHandBytes, batch, most, held, batchTime, lease);
    }

    /** {@return these settings with another lease} */
    public PullSettings withLease(Duration time) {
        return new PullSettings(inHand, inHandBytes, batch, lanes, heldLanes, batchTime, time);
    }
}
