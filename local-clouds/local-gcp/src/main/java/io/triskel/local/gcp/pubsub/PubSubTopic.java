package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Snapshot;
import com.google.pubsub.v1.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A topic: assigns each message its id and time, and passes it to every subscription and snapshot, all in the same
 * order. As in the service, the topic itself keeps messages only if it has a message retention.
 */
public final class PubSubTopic {
    private final Shared shared;
    private final List<PubSubSubscription> subscriptions = new CopyOnWriteArrayList<>();
    private final List<PubSubSnapshot> snapshots = new CopyOnWriteArrayList<>();
    private final Deque<StoredMessage> log = new ArrayDeque<>();
    private volatile Topic configuration;
    private long published;

    PubSubTopic(Topic configuration, Shared shared) {
        this.configuration = configuration;
        this.shared = shared;
    }

    /** The full name, {@code projects/PROJECT/topics/ID}. */
    public String name() {
        return configuration.getName();
    }

    public Topic configuration() {
        return configuration;
    }

    /** The number of messages published so far. */
    public synchronized long published() {
        return published;
    }

    /** The messages that the topic itself retains, oldest first; none without a message retention. */
    public synchronized List<PubsubMessage> messages() {
        return log.stream().map(StoredMessage::message).toList();
    }

    /** Publishes without a client and without limits; returns the ids. */
    public List<String> publish(List<PubsubMessage> messages) {
        long bytes =
                messages.stream().mapToLong(PubsubMessage::getSerializedSize).sum();
        return publish(messages, bytes);
    }

    synchronized List<String> publish(List<PubsubMessage> messages, long requestBytes) {
        // With id and time a message is somewhat larger than in the request.
        shared.bytes().add(requestBytes);
        Instant now = shared.now();
        List<StoredMessage> stored = new ArrayList<>(messages.size());
        long bytes = 0;
        for (PubsubMessage message : messages) {
            StoredMessage one = stored(message, now);
            bytes += one.size();
            stored.add(one);
        }
        shared.bytes().remove(requestBytes - bytes);
        published += stored.size();
        if (retention().isPresent()) {
            stored.forEach(message -> log.add(message.hold()));
        }
        subscriptions.forEach(subscription -> subscription.offer(stored));
        snapshots.forEach(snapshot -> stored.forEach(snapshot::offer));
        stored.forEach(StoredMessage::letGo);
        return stored.stream().map(message -> message.message().getMessageId()).toList();
    }

    void configure(Topic now) {
        configuration = now;
    }

    void attach(PubSubSubscription subscription) {
        subscriptions.add(subscription);
    }

    void detach(PubSubSubscription subscription) {
        subscriptions.remove(subscription);
    }

    /** Creates a snapshot; no message is published meanwhile, so the snapshot neither misses nor duplicates one. */
    synchronized PubSubSnapshot snapshot(Snapshot description, PubSubSubscription of) {
        PubSubSnapshot snapshot = new PubSubSnapshot(description, this, of.holdBacklog());
        snapshots.add(snapshot);
        return snapshot;
    }

    void detach(PubSubSnapshot snapshot) {
        snapshots.remove(snapshot);
    }

    List<PubSubSubscription> subscriptions() {
        return List.copyOf(subscriptions);
    }

    List<PubSubSnapshot> snapshots() {
        return List.copyOf(snapshots);
    }

    Optional<Duration> retention() {
        return configuration.hasMessageRetentionDuration()
                ? Optional.of(shared.settings()
                        .retention()
                        .orElseGet(() -> Timestamps.duration(configuration.getMessageRetentionDuration())))
                : Optional.empty();
    }

    /** The messages that the topic retains, each held once more for the caller. */
    synchronized List<StoredMessage> retained() {
        forgetOld(shared.now());
        return log.stream().map(StoredMessage::hold).toList();
    }

    synchronized void forgetOld(Instant now) {
        Instant oldest = retention().map(now::minus).orElse(Instant.MAX);
        for (StoredMessage first = log.peek();
                first != null && first.publishedAt().isBefore(oldest);
                first = log.peek()) {
            log.remove().letGo();
        }
    }

    synchronized void close() {
        log.forEach(StoredMessage::letGo);
        log.clear();
    }

    private StoredMessage stored(PubsubMessage message, Instant now) {
        long ordinal = shared.ordinals().incrementAndGet();
        PubsubMessage complete = message.toBuilder()
                .setMessageId(Long.toString(ordinal))
                .setPublishTime(Timestamps.of(now))
                .build();
        return new StoredMessage(ordinal, complete, now, shared.bytes());
    }
}
