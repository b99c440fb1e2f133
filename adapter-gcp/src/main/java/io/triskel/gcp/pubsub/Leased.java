package io.triskel.gcp.pubsub;

import com.google.pubsub.v1.PubsubMessage;

/** A held message. Its mutable fields are guarded by the {@link HeldMessages}. */
final class Leased {
    final PubsubMessage message;
    final LeasedLane lane;

    /** The newest ack id: a redelivered message is acknowledged by its new id. */
    String ackId;

    /** When the lease ends, by {@link System#nanoTime()}. */
    long until;

    Leased(PubsubMessage message, LeasedLane lane, String ackId, long until) {
        this.message = message;
        this.lane = lane;
        this.ackId = ackId;
        this.until = until;
    }

    boolean lapsed(long now) {
        return until - now <= 0;
    }
}
