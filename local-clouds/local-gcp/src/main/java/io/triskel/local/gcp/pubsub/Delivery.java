package io.triskel.local.gcp.pubsub;

import java.util.Optional;

/** A message on its way through one subscription, until that is rid of it. Guarded by the subscription. */
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

    /** The queue of its ordering key, if the subscription keeps order and the message has one. */
    Optional<KeyQueue> queue() {
        return queue;
    }

    /** By which somebody works on it now. */
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

    /** Whether it is acknowledged; one that is waits for earlier ones of its key, which may take it back with them. */
    boolean isSettled() {
        return settled;
    }

    void settled(boolean now) {
        settled = now;
    }
}
