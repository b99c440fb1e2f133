package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A published message, once in memory however many topics' logs, subscriptions and snapshots hold it. The last one to let go of it
 * gives its bytes back.
 */
final class StoredMessage {
    private final long ordinal;
    private final PubsubMessage message;
    private final Instant publishedAt;
    private final int size;
    private final StoredBytes bytes;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Held once, by whoever publishes it; its bytes are counted already. */
    StoredMessage(long ordinal, PubsubMessage message, Instant publishedAt, StoredBytes bytes) {
        this.ordinal = ordinal;
        this.message = message;
        this.publishedAt = publishedAt;
        this.size = message.getSerializedSize();
        this.bytes = bytes;
    }

    /** Grows from message to message of the server. */
    long ordinal() {
        return ordinal;
    }

    PubsubMessage message() {
        return message;
    }

    Instant publishedAt() {
        return publishedAt;
    }

    int size() {
        return size;
    }

    String orderingKey() {
        return message.getOrderingKey();
    }

    StoredMessage hold() {
        holders.incrementAndGet();
        return this;
    }

    void letGo() {
        if (holders.decrementAndGet() == 0) {
            bytes.remove(size);
        }
    }
}
