package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages that a subscription had not acknowledged at one moment, and all messages published to its topic since.
 */
final class PubSubSnapshot {
    private final PubSubTopic topic;
    private final List<StoredMessage> messages;
    private volatile Snapshot configuration;
    private boolean closed;

    /** @param messages already held for the snapshot */
    PubSubSnapshot(Snapshot configuration, PubSubTopic topic, List<StoredMessage> messages) {
        this.configuration = configuration;
        this.topic = topic;
        this.messages = new ArrayList<>(messages);
    }

    PubSubTopic topic() {
        return topic;
    }

    Snapshot configuration() {
        return configuration;
    }

    void configure(Snapshot now) {
        configuration = now;
    }

    Instant expiresAt() {
        return Timestamps.instant(configuration.getExpireTime());
    }

    synchronized void offer(StoredMessage message) {
        if (!closed) {
            messages.add(message.hold());
        }
    }

    /** The messages, each held once more for the caller. */
    synchronized List<StoredMessage> messages() {
        return messages.stream().map(StoredMessage::hold).toList();
    }

    synchronized void close() {
        closed = true;
        messages.forEach(StoredMessage::letGo);
        messages.clear();
    }
}
