package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.Snapshot;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.triskel.local.gcp.wire.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All topics, subscriptions and snapshots, by name. */
final class Catalog {
    /** "A snapshot whose lifetime would be less than an hour is not created" (CreateSnapshotRequest). */
    private static final Duration SNAPSHOT_LIFETIME = Duration.ofDays(7);

    private static final Duration SHORTEST_LIFETIME = Duration.ofHours(1);

    private final Map<String, PubSubTopic> topics = new ConcurrentHashMap<>();
    private final Map<String, PubSubSubscription> subscriptions = new ConcurrentHashMap<>();
    private final Map<String, PubSubSnapshot> snapshots = new ConcurrentHashMap<>();

    PubSubTopic createTopic(Topic asked, Shared shared) {
        ResourceName.checked(asked.getName(), "topics");
        if (asked.hasMessageRetentionDuration()) {
            SubscriptionRules.checkRetention(asked.getMessageRetentionDuration());
        }
        PubSubTopic topic =
                new PubSubTopic(asked.toBuilder().setState(Topic.State.ACTIVE).build(), shared);
        if (topics.putIfAbsent(asked.getName(), topic) != null) {
            throw Refusal.alreadyExists(asked.getName());
        }
        return topic;
    }

    PubSubTopic topic(String name) {
        return findTopic(name).orElseThrow(() -> Refusal.notFound(name));
    }

    Optional<PubSubTopic> findTopic(String name) {
        return Optional.ofNullable(topics.get(name));
    }

    Collection<PubSubTopic> topics() {
        return topics.values();
    }

    void deleteTopic(PubSubTopic topic) {
        topics.remove(topic.name(), topic);
        for (PubSubSubscription subscription : topic.subscriptions()) {
            subscription.configure(subscription.configuration().toBuilder()
                    .setTopic(ResourceName.DELETED_TOPIC)
                    .build());
            topic.detach(subscription);
        }
        topic.close();
    }

    PubSubSubscription createSubscription(Subscription asked, Shared shared) {
        ResourceName.checked(asked.getName(), "subscriptions");
        Subscription complete = SubscriptionRules.complete(asked);
        PubSubTopic topic = topic(asked.getTopic());
        if (asked.hasDeadLetterPolicy()) {
            topic(asked.getDeadLetterPolicy().getDeadLetterTopic());
        }
        if (subscriptions.containsKey(asked.getName())) {
            throw Refusal.alreadyExists(asked.getName());
        }
        PubSubSubscription subscription = new PubSubSubscription(complete, topic, shared);
        if (subscriptions.putIfAbsent(asked.getName(), subscription) != null) {
            throw Refusal.alreadyExists(asked.getName());
        }
        topic.attach(subscription);
        return subscription;
    }

    PubSubSubscription subscription(String name) {
        PubSubSubscription subscription = subscriptions.get(name);
        if (subscription == null) {
            throw Refusal.notFound(name);
        }
        return subscription;
    }

    Collection<PubSubSubscription> subscriptions() {
        return subscriptions.values();
    }

    void deleteSubscription(PubSubSubscription subscription) {
        subscriptions.remove(subscription.name(), subscription);
        subscription.topic().detach(subscription);
        subscription.close();
    }

    PubSubSnapshot createSnapshot(String name, PubSubSubscription of, Map<String, String> labels, Instant now) {
        ResourceName.checked(name, "snapshots");
        if (snapshots.containsKey(name)) {
            throw Refusal.alreadyExists(name);
        }
        Instant oldest = of.messages().stream()
                .findFirst()
                .map(message -> Timestamps.instant(message.getPublishTime()))
                .orElse(now);
        Instant expiry = oldest.plus(SNAPSHOT_LIFETIME);
        if (expiry.isBefore(now.plus(SHORTEST_LIFETIME))) {
            throw Refusal.failedPrecondition("The snapshot would live less than an hour: the oldest message of the"
                    + " subscription is of " + oldest);
        }
        Snapshot description = Snapshot.newBuilder()
                .setName(name)
                .setTopic(of.topic().name())
                .setExpireTime(Timestamps.of(expiry))
                .putAllLabels(labels)
                .build();
        PubSubSnapshot snapshot = of.topic().snapshot(description, of);
        if (snapshots.putIfAbsent(name, snapshot) != null) {
            of.topic().detach(snapshot);
            snapshot.close();
            throw Refusal.alreadyExists(name);
        }
        return snapshot;
    }

    PubSubSnapshot snapshot(String name) {
        PubSubSnapshot snapshot = snapshots.get(name);
        if (snapshot == null) {
            throw Refusal.notFound(name);
        }
        return snapshot;
    }

    Collection<PubSubSnapshot> snapshots() {
        return snapshots.values();
    }

    void deleteSnapshot(PubSubSnapshot snapshot) {
        snapshots.remove(snapshot.configuration().getName(), snapshot);
        snapshot.topic().detach(snapshot);
        snapshot.close();
    }

    /** Drops messages and snapshots whose retention has ended. */
    void forgetOld(Instant now) {
        topics.values().forEach(topic -> topic.forgetOld(now));
        subscriptions.values().forEach(subscription -> subscription.forgetOld(now));
        List.copyOf(snapshots.values()).stream()
                .filter(snapshot -> snapshot.expiresAt().isBefore(now))
                .forEach(this::deleteSnapshot);
    }
}
