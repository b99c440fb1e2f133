package io.triskel.local.gcp.pubsub;

import java.util.Optional;

/** A message in one subscription, until it is settled. Guarded by the subscription. */
final class Delivery {
    private final StoredMessage message;
    private final Optional<KeyQueue> queue;
    private Optional<Lease> lease = Optional.empty();
    private int failures;
    private boolean settled;

    Delivery(StoredMessage message, Optional<KeyQueue> queue) {
        this.message = message;
        this.queue = queue;
    }

    StoredMessage message() {
        return message;
    }

    /** The queue of its ordering key, if the subscription has message ordering and the message has a key. */
    Optional<KeyQueue> queue() {
        return queue;
    }

    /** The lease of the message's current receiver. */
    Optional<Lease> lease() {
        return lease;
    }

    void lease(Optional<Lease> now) {
        lease = now;
    }

    /** "1 + (the sum of number of NACKs and number of times the acknowledgement deadline has been exceeded)" (ReceivedMessage). */
    int attempt() {
        return 1 + failures;
    }

    void failed() {
        failures++;
    }

    /**
     * Whether the message is acknowledged; it may still wait for earlier messages of its key, whose redelivery
     * redelivers it too.
     */
    boolean isSettled() {
        return settled;
    }

    void settled(boolean now) {
        settled = now;
    }
}
