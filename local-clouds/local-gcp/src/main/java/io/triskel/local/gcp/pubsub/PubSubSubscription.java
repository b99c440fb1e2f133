package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.StreamingPullResponse.SubscriptionProperties;
import com.google.pubsub.v1.Subscription;
import io.grpc.Status;
import io.triskel.local.gcp.wire.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A subscription: gives messages to receivers and tracks their outcomes. One lock guards all of it; a publisher takes the topic's
 * lock before this one, so no method here may call the topic while locked.
 */
public final class PubSubSubscription {
    private static final Duration DEFAULT_RETENTION = Duration.ofDays(7);
    private static final int BATCH_BYTES = 1 << 20;

    private final PubSubTopic topic;
    private final Shared shared;
    private final Predicate<Map<String, String>> filter;
    private final Leases leases = new Leases();
    private final Receivers receivers = new Receivers();
    private final Acknowledged acknowledged = new Acknowledged();
    private volatile Subscription configuration;
    private UnsettledMessages backlog;
    private final Counts counts = new Counts();
    private long nextAckId;
    private boolean closed;

    PubSubSubscription(Subscription configuration, PubSubTopic topic, Shared shared) {
        this.configuration = configuration;
        this.topic = topic;
        this.shared = shared;
        this.filter = Filter.of(configuration.getFilter());
        this.backlog = newBacklog();
        if (configuration.hasCloudStorageConfig()) {
            receivers.bucket(Optional.of(BucketReceiver.of(configuration, shared, this::stored)));
        }
        pushAsConfigured();
    }

    private static final class Counts {
        private long delivered;
        private long acknowledged;
        private long failed;
        private long deadLettered;
        private long forgotten;
    }

    /** The full name, {@code projects/PROJECT/subscriptions/ID}. */
    public String name() {
        return configuration.getName();
    }

    public Subscription configuration() {
        return configuration;
    }

    public PubSubTopic topic() {
        return topic;
    }

    /** How many messages are not acknowledged, given out or not. */
    public synchronized int backlog() {
        return backlog.size();
    }

    /** The unacknowledged messages, in publication order. */
    public synchronized List<PubsubMessage> messages() {
        return backlog.messages().stream().map(StoredMessage::message).toList();
    }

    /** Whether all published messages are acknowledged or forwarded, and none is under way. */
    public synchronized boolean isCaughtUp() {
        return backlog.size() == 0 && leases.size() == 0;
    }

    public synchronized SubscriptionMetrics metrics() {
        return new SubscriptionMetrics(
                counts.delivered, counts.acknowledged, counts.failed, counts.deadLettered, counts.forgotten);
    }

    /**
     * Pushes to this target from now on, as if it were the endpoint of the subscription.
     *
     * @param outstanding most messages at a time; of each ordering key one at most
     */
    public synchronized void pushTo(PushTarget target, int outstanding) {
        receivers.push(Optional.of(
                new PushReceiver(name(), target, outstanding, shared.faults(), shared.executor(), this::pushed)));
        pump();
    }

    /** Ends pushing; messages pushed and not answered come again after the ack deadline. */
    public synchronized void stopPushing() {
        receivers.push(Optional.empty());
    }

    synchronized void configure(Subscription now) {
        boolean samePush = now.getPushConfig().equals(configuration.getPushConfig());
        configuration = now;
        if (!samePush) {
            stopPushing();
            pushAsConfigured();
        }
        pump();
    }

    synchronized void offer(List<StoredMessage> messages) {
        if (closed) {
            return;
        }
        for (StoredMessage message : messages) {
            if (filter.test(message.message().getAttributesMap())) {
                backlog.add(message.hold());
            }
        }
        pump();
    }

    synchronized void open(PullStream stream) {
        checkPulled();
        receivers.add(stream);
        stream.greet();
        pump();
    }

    synchronized void close(PullStream stream) {
        receivers.remove(stream);
    }

    /** Ends all streams with this status. */
    synchronized void endStreams(Status status) {
        receivers.endStreams(status);
    }

    synchronized void pull(WaitingPull pull, boolean atOnce) {
        checkPulled();
        receivers.add(pull);
        pump();
        if (atOnce) {
            pull.giveUp();
        }
    }

    /** Gives out messages that can be given now; called when, for example, a stream can take more. */
    synchronized void pump() {
        if (closed) {
            return;
        }
        Instant now = shared.now();
        expire(now);
        backlog.wake(now);
        receivers.serve(this::feed);
    }

    /** Acknowledges messages; returns the ids that are invalid or expired. */
    synchronized List<String> acknowledge(Collection<String> ackIds) {
        expire(shared.now());
        List<String> invalid = new ArrayList<>();
        for (String id : ackIds) {
            leases.end(id).ifPresentOrElse(lease -> acknowledge(lease.delivery()), () -> invalid.add(id));
        }
        pump();
        return invalid;
    }

    /** Sets new deadlines, or with zero seconds fails the messages; returns the invalid ids. */
    synchronized List<String> modify(Collection<String> ackIds, int seconds) {
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
        pump();
        return invalid;
    }

    /** Called as time passes, which may end leases and back-offs. */
    synchronized void tick(long nanoTime) {
        if (closed) {
            return;
        }
        receivers.tick(nanoTime);
        pump();
    }

    /** Drops messages older than the retention. */
    synchronized void forgetOld(Instant now) {
        Instant oldest = now.minus(retention());
        counts.forgotten += backlog.forget(oldest);
        acknowledged.forget(oldest);
    }

    /** Seeks to a time: messages published before it count as acknowledged, and later ones as unacknowledged, if still retained. */
    void seek(Instant time) {
        List<StoredMessage> inTopic = topic.retained();
        synchronized (this) {
            Map<Long, StoredMessage> known = new TreeMap<>();
            inTopic.forEach(message -> known.put(message.ordinal(), message));
            acknowledged.messages().forEach(message -> known.put(message.ordinal(), message));
            backlog.all().forEach(message -> known.put(message.ordinal(), message));
            restart(known.values(), message -> !message.publishedAt().isBefore(time));
        }
        inTopic.forEach(StoredMessage::letGo);
    }

    /** Replaces the backlog by the snapshot's messages. */
    void seek(PubSubSnapshot snapshot) {
        List<StoredMessage> kept = snapshot.messages();
        synchronized (this) {
            Map<Long, StoredMessage> known = new TreeMap<>();
            backlog.all().forEach(message -> known.put(message.ordinal(), message));
            Map<Long, StoredMessage> wanted = new TreeMap<>();
            kept.forEach(message -> wanted.put(message.ordinal(), message));
            known.putAll(wanted);
            restart(known.values(), message -> wanted.containsKey(message.ordinal()));
        }
        kept.forEach(StoredMessage::letGo);
    }

    /** The unacknowledged messages, each held for the caller. */
    synchronized List<StoredMessage> holdBacklog() {
        return backlog.messages().stream().map(StoredMessage::hold).toList();
    }

    synchronized void close() {
        closed = true;
        Status gone = Status.NOT_FOUND.withDescription("Subscription does not exist (resource=" + name() + ")");
        receivers.close(gone);
        leases.endAll();
        backlog.all().forEach(StoredMessage::letGo);
        backlog = newBacklog();
        acknowledged.drain().forEach(StoredMessage::letGo);
    }

    Duration retention() {
        Subscription now = configuration;
        return shared.settings()
                .retention()
                .orElseGet(() -> now.hasMessageRetentionDuration()
                        ? Timestamps.duration(now.getMessageRetentionDuration())
                        : DEFAULT_RETENTION);
    }

    boolean isExactlyOnce() {
        return configuration.getEnableExactlyOnceDelivery();
    }

    /** The properties that streams get with every answer. */
    SubscriptionProperties properties() {
        return SubscriptionProperties.newBuilder()
                .setExactlyOnceDeliveryEnabled(isExactlyOnce())
                .setMessageOrderingEnabled(configuration.getEnableMessageOrdering())
                .build();
    }

    private boolean feed(Receiver receiver) {
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
        if (taken.isEmpty()) {
            return false;
        }
        counts.delivered += taken.size();
        receiver.give(taken);
        return true;
    }

    private Lease lease(Delivery delivery, Receiver receiver, Instant now) {
        Duration deadline =
                receiver.ackDeadline().orElseGet(() -> Duration.ofSeconds(configuration.getAckDeadlineSeconds()));
        nextAckId++;
        String ackId = Long.toString(nextAckId, 36) + "-"
                + delivery.message().message().getMessageId();
        return new Lease(ackId, delivery, receiver, configuration.hasDeadLetterPolicy(), now.plus(deadline));
    }

    private void acknowledge(Delivery delivery) {
        boolean forgotten = !isExactlyOnce()
                && shared.faults().strike(PubSubServer.REDELIVER).isPresent();
        if (forgotten) {
            Instant now = shared.now();
            putBack(delivery, now, now);
        } else {
            counts.acknowledged++;
            backlog.settle(delivery);
        }
    }

    private void expire(Instant now) {
        for (Lease lease : leases.over(now)) {
            // An earlier failed message of the key may have put this one back already.
            leases.end(lease.ackId()).ifPresent(ended -> fail(ended.delivery(), now));
        }
    }

    private void fail(Delivery delivery, Instant now) {
        counts.failed++;
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
        String target = configuration.getDeadLetterPolicy().getDeadLetterTopic();
        PubsubMessage letter = DeadLetter.of(delivery.message(), name(), attempts);
        UnsettledMessages from = backlog;
        shared.executor().execute(() -> {
            Optional<PubSubTopic> found = shared.topics().apply(target);
            found.ifPresent(there -> there.publish(List.of(letter)));
            forwarded(delivery, from, found.isPresent());
        });
    }

    private synchronized void forwarded(Delivery delivery, UnsettledMessages from, boolean arrived) {
        if (from != backlog) {
            return;
        }
        if (arrived) {
            counts.deadLettered++;
            backlog.settle(delivery);
        } else {
            Instant now = shared.now();
            putBack(delivery, now, now.plus(BackOff.after(delivery.attempt(), configuration, true)));
        }
        pump();
    }

    private void pushed(Lease lease, boolean taken) {
        if (taken) {
            acknowledge(List.of(lease.ackId()));
        } else {
            modify(List.of(lease.ackId()), 0);
        }
    }

    private void stored(List<Lease> inFile) {
        // Does not pump: the receiver is in the middle of taking messages.
        inFile.forEach(lease -> leases.end(lease.ackId()).ifPresent(ended -> acknowledge(ended.delivery())));
    }

    private void settledForGood(StoredMessage message) {
        if (configuration.getRetainAckedMessages()) {
            acknowledged.add(message);
        } else {
            message.letGo();
        }
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
            } else if (configuration.getRetainAckedMessages()) {
                acknowledged.add(message.hold());
            }
        }
        before.forEach(StoredMessage::letGo);
        pump();
    }

    private UnsettledMessages newBacklog() {
        return new UnsettledMessages(configuration.getEnableMessageOrdering(), this::settledForGood);
    }

    private void pushAsConfigured() {
        if (!configuration.getPushConfig().getPushEndpoint().isEmpty()) {
            HttpPush http = new HttpPush(
                    shared.http(),
                    configuration.getPushConfig(),
                    shared.issuer(),
                    Duration.ofSeconds(configuration.getAckDeadlineSeconds()));
            pushTo(http, PubSubServer.OUTSTANDING_PUSHES);
        }
    }

    private void checkPulled() {
        if (closed) {
            throw Refusal.notFound(name());
        }
        if (!receivers.isPulled()) {
            throw Refusal.failedPrecondition(
                    "This method is not supported for this subscription type: it is not pulled (resource=" + name()
                            + ")");
        }
    }
}
