package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A published message, stored once in memory for all topics, subscriptions and snapshots that hold it. The last holder
 * to release it frees its bytes.
 */
final class StoredMessage {
    private final long ordinal;
    private final PubsubMessage message;
    private final Instant publishedAt;
    private final int size;
    private final StoredBytes bytes;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** A message held once, by its publisher; its bytes are already counted. */
    StoredMessage(long ordinal, PubsubMessage message, Instant publishedAt, StoredBytes bytes) {
        this.ordinal = ordinal;
        this.message = message;
        this.publishedAt = publishedAt;
        this.size = message.getSerializedSize();
        this.bytes = bytes;
    }

    /** A number that grows from message to message of the server. */
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
