package io.triskel.gcp.pubsub;

import com.google.pubsub.v1.PubsubMessage;

/** A message in hand. What can change is guarded by the {@link HeldMessages}. */
final class Leased {
    final PubsubMessage message;
    final LeasedLane lane;

    /** The newest: who has a message given again acknowledges by that. */
    String ackId;

    /** By {@link System#nanoTime()}. */
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
