package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A subscription's messages: waiting, leased, settled or returned for redelivery. Guarded by the subscription. */
final class SubscriptionMessages {
    private static final int BATCH_BYTES = 1 << 20;

    private final PubSubSubscription subscription;
    private final Receivers receivers;
    private final Shared shared;
    private final Predicate<Map<String, String>> filter;
    private final Leases leases = new Leases();
    private final Acknowledged acknowledged = new Acknowledged();
    private UnsettledMessages backlog;
    private long nextAckId;
    private long countDelivered;
    private long countAcknowledged;
    private long countFailed;
    private long countDeadLettered;
    private long countForgotten;

    SubscriptionMessages(PubSubSubscription subscription, Receivers receivers, Shared shared) {
        this.subscription = subscription;
        this.receivers = receivers;
        this.shared = shared;
        this.filter = Filter.of(subscription.configuration().getFilter());
        this.backlog = newBacklog();
    }

    int backlog() {
        return backlog.size();
    }

    List<StoredMessage> unsettled() {
        return backlog.messages();
    }

    boolean isCaughtUp() {
        return backlog.size() == 0 && leases.size() == 0;
    }

    SubscriptionMetrics metrics() {
        return new SubscriptionMetrics(
                countDelivered, countAcknowledged, countFailed, countDeadLettered, countForgotten);
    }

    void offer(List<StoredMessage> messages) {
        for (StoredMessage message : messages) {
            if (filter.test(message.message().getAttributesMap())) {
                backlog.add(message.hold());
            }
        }
    }

    /** Ends the leases and back-offs that are over. */
    void wake(Instant now) {
        expire(now);
        backlog.wake(now);
    }

    /** Leases as many messages as the receiver takes now. */
    List<Lease> lease(Receiver receiver) {
        List<Lease> taken = new ArrayList<>();
        int bytes = 0;
        Instant now = shared.now();
        while (taken.size() < receiver.batch() && bytes < BATCH_BYTES && receiver.hasRoom()) {
            Optional<Delivery> next = backlog.next(receiver);
            if (next.isEmpty()) {
                break;
            }
            Lease lease = lease(next.get(), receiver, now);
            leases.add(lease);
            bytes += next.get().message().size();
            taken.add(lease);
        }
        countDelivered += taken.size();
        return taken;
    }

    private Lease lease(Delivery delivery, Receiver receiver, Instant now) {
        Subscription configuration = subscription.configuration();
        Duration deadline =
                receiver.ackDeadline().orElseGet(() -> Duration.ofSeconds(configuration.getAckDeadlineSeconds()));
        nextAckId++;
        String ackId = Long.toString(nextAckId, 36) + "-"
                + delivery.message().message().getMessageId();
        return new Lease(ackId, delivery, receiver, configuration.hasDeadLetterPolicy(), now.plus(deadline));
    }

    List<String> acknowledge(Collection<String> ackIds) {
        expire(shared.now());
        List<String> invalid = new ArrayList<>();
        for (String id : ackIds) {
            leases.end(id).ifPresentOrElse(lease -> acknowledge(lease.delivery()), () -> invalid.add(id));
        }
        return invalid;
    }

    List<String> modify(Collection<String> ackIds, int seconds) {
        Instant now = shared.now();
        expire(now);
        List<String> invalid = new ArrayList<>();
        for (String id : ackIds) {
            Optional<Lease> lease = seconds == 0 ? leases.end(id) : leases.find(id);
            if (lease.isEmpty()) {
                invalid.add(id);
            } else if (seconds == 0) {
                fail(lease.get().delivery(), now);
            } else {
                leases.extend(lease.get(), now.plusSeconds(seconds));
            }
        }
        return invalid;
    }

    /** Acknowledges messages whose leases may have ended meanwhile. */
    void settle(List<Lease> given) {
        given.forEach(lease -> leases.end(lease.ackId()).ifPresent(ended -> acknowledge(ended.delivery())));
    }

    private void acknowledge(Delivery delivery) {
        boolean forgotten = !subscription.isExactlyOnce()
                && shared.faults().strike(PubSubServer.REDELIVER).isPresent();
        if (forgotten) {
            Instant now = shared.now();
            putBack(delivery, now, now);
        } else {
            countAcknowledged++;
            backlog.settle(delivery);
        }
    }

    private void expire(Instant now) {
        for (Lease lease : leases.over(now)) {
            // An earlier failed message of the key may already have returned this one.
            leases.end(lease.ackId()).ifPresent(ended -> fail(ended.delivery(), now));
        }
    }

    private void fail(Delivery delivery, Instant now) {
        Subscription configuration = subscription.configuration();
        countFailed++;
        delivery.failed();
        int failures = delivery.attempt() - 1;
        if (configuration.hasDeadLetterPolicy() && DeadLetter.isDue(configuration.getDeadLetterPolicy(), failures)) {
            forward(delivery, failures);
        } else {
            putBack(delivery, now, now.plus(BackOff.after(failures, configuration, receivers.isPushed())));
        }
    }

    private void putBack(Delivery delivery, Instant now, Instant until) {
        for (Delivery back : backlog.putBack(delivery, now, until)) {
            back.lease().ifPresent(lease -> leases.end(lease.ackId()));
        }
    }

    // The message stays in the backlog, and its key blocked, until the other topic has the message.
    private void forward(Delivery delivery, int attempts) {
        String target = subscription.configuration().getDeadLetterPolicy().getDeadLetterTopic();
        PubsubMessage letter = DeadLetter.of(delivery.message(), subscription.name(), attempts);
        UnsettledMessages from = backlog;
        shared.executor().execute(() -> {
            Optional<PubSubTopic> found = shared.topics().apply(target);
            found.ifPresent(there -> there.publish(List.of(letter)));
            synchronized (subscription) {
                forwarded(delivery, from, found.isPresent());
            }
        });
    }

    private void forwarded(Delivery delivery, UnsettledMessages from, boolean arrived) {
        if (from != backlog) {
            return;
        }
        if (arrived) {
            countDeadLettered++;
            backlog.settle(delivery);
        } else {
            Instant now = shared.now();
            putBack(delivery, now, now.plus(BackOff.after(delivery.attempt(), subscription.configuration(), true)));
        }
        subscription.pump();
    }

    void forget(Instant publishedBefore) {
        countForgotten += backlog.forget(publishedBefore);
        acknowledged.forget(publishedBefore);
    }

    void seek(Instant time, List<StoredMessage> inTopic) {
        Map<Long, StoredMessage> known = new TreeMap<>();
        inTopic.forEach(message -> known.put(message.ordinal(), message));
        acknowledged.messages().forEach(message -> known.put(message.ordinal(), message));
        backlog.all().forEach(message -> known.put(message.ordinal(), message));
        restart(known.values(), message -> !message.publishedAt().isBefore(time));
    }

    void seek(List<StoredMessage> snapshot) {
        Map<Long, StoredMessage> known = new TreeMap<>();
        backlog.all().forEach(message -> known.put(message.ordinal(), message));
        Map<Long, StoredMessage> wanted = new TreeMap<>();
        snapshot.forEach(message -> wanted.put(message.ordinal(), message));
        known.putAll(wanted);
        restart(known.values(), message -> wanted.containsKey(message.ordinal()));
    }

    private void restart(Collection<StoredMessage> known, Predicate<StoredMessage> unacknowledged) {
        List<StoredMessage> before = new ArrayList<>(backlog.all());
        before.addAll(acknowledged.drain());
        leases.endAll();
        receivers.forgetKeys();
        backlog = newBacklog();
        for (StoredMessage message : known) {
            if (!filter.test(message.message().getAttributesMap())) {
                continue;
            }
            if (unacknowledged.test(message)) {
                backlog.add(message.hold());
            } else if (subscription.configuration().getRetainAckedMessages()) {
                acknowledged.add(message.hold());
            }
        }
        before.forEach(StoredMessage::letGo);
    }

    void close() {
        leases.endAll();
        backlog.all().forEach(StoredMessage::letGo);
        backlog = newBacklog();
        acknowledged.drain().forEach(StoredMessage::letGo);
    }

    private UnsettledMessages newBacklog() {
        return new UnsettledMessages(subscription.configuration().getEnableMessageOrdering(), this::settledForGood);
    }

    private void settledForGood(StoredMessage message) {
        if (subscription.configuration().getRetainAckedMessages()) {
            acknowledged.add(message);
        } else {
            message.letGo();
        }
    }
}
