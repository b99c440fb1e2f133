package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.StreamingPullResponse.SubscriptionProperties;
import com.google.pubsub.v1.Subscription;
import io.grpc.Status;
import io.triskel.local.gcp.wire.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A subscription: delivers messages to receivers and tracks their outcomes. One lock guards all of it; a publisher
 * takes the topic's lock before this one, so no method here may call the topic while locked.
 */
public final class PubSubSubscription {
    private static final Duration DEFAULT_RETENTION = Duration.ofDays(7);

    private final PubSubTopic topic;
    private final Shared shared;
    private final Receivers receivers = new Receivers();
    private final SubscriptionMessages messages;
    private final PushBackOff backOff = new PushBackOff();
    private volatile Subscription configuration;
    private volatile Duration seekTakes = Duration.ZERO;
    private volatile Optional<Seeking> seeking = Optional.empty();
    private boolean closed;

    private record Seeking(Instant to, Instant due) {}

    PubSubSubscription(Subscription configuration, PubSubTopic topic, Shared shared) {
        this.configuration = configuration;
        this.topic = topic;
        this.shared = shared;
        this.messages = new SubscriptionMessages(this, receivers, shared);
        if (configuration.hasCloudStorageConfig()) {
            receivers.bucket(Optional.of(BucketReceiver.of(configuration, shared, this::stored)));
        }
        pushAsConfigured();
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

    /** The number of unacknowledged messages, outstanding or not. */
    public synchronized int backlog() {
        return messages.backlog();
    }

    /** The unacknowledged messages, in publication order. */
    public synchronized List<PubsubMessage> messages() {
        return messages.unsettled().stream().map(StoredMessage::message).toList();
    }

    /** Whether all published messages are acknowledged or forwarded, and none is outstanding. */
    public synchronized boolean isCaughtUp() {
        return messages.isCaughtUp();
    }

    public synchronized SubscriptionMetrics metrics() {
        return messages.metrics();
    }

    /**
     * Pushes to this target from now on, as to the endpoint of the subscription.
     *
     * @param outstanding the maximum of messages at a time; at most one of each ordering key
     */
    public synchronized void pushTo(PushTarget target, int outstanding) {
        receivers.push(Optional.of(
                new PushReceiver(name(), target, outstanding, shared.faults(), shared.executor(), this::pushed)));
        pump();
    }

    /** Ends pushing; messages pushed and not answered are redelivered after the ack deadline. */
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

    synchronized void offer(List<StoredMessage> published) {
        if (closed) {
            return;
        }
        messages.offer(published);
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

    /** Delivers messages that can be delivered now; called when, for example, a stream can take more. */
    synchronized void pump() {
        if (closed) {
            return;
        }
        messages.wake(shared.now());
        receivers.serve(this::feed);
    }

    /** Acknowledges messages; returns the ids that are invalid or expired. */
    synchronized List<String> acknowledge(Collection<String> ackIds) {
        List<String> invalid = messages.acknowledge(ackIds);
        pump();
        return invalid;
    }

    /** Sets new deadlines, or with zero seconds fails the messages; returns the invalid ids. */
    synchronized List<String> modify(Collection<String> ackIds, int seconds) {
        List<String> invalid = messages.modify(ackIds, seconds);
        pump();
        return invalid;
    }

    /** Called as time passes: ends leases and back-offs that are over, and seeks when one is due. */
    void tick(long nanoTime) {
        seeking.filter(seek -> !shared.now().isBefore(seek.due())).ifPresent(seek -> {
            seeking = Optional.empty();
            seekNow(seek.to());
        });
        timePassed(nanoTime);
    }

    private synchronized void timePassed(long nanoTime) {
        if (closed) {
            return;
        }
        receivers.tick(nanoTime);
        pump();
    }

    /** Drops messages older than the retention. */
    synchronized void forgetOld(Instant now) {
        messages.forget(now.minus(retention()));
    }

    /** Delays the effect of seeks to a time; the service may need about a minute (https://cloud.google.com/pubsub/docs/replay-overview). */
    public void seekTakes(Duration time) {
        seekTakes = time;
    }

    /** {@return whether a seek has not had its effect yet} */
    public boolean isSeeking() {
        return seeking.isPresent();
    }

    /** Seeks to a time: messages published before it count as acknowledged, and later ones as unacknowledged, if still retained. */
    public void seek(Instant time) {
        if (seekTakes.isZero()) {
            seekNow(time);
        } else {
            seeking = Optional.of(new Seeking(time, shared.now().plus(seekTakes)));
        }
    }

    private void seekNow(Instant time) {
        List<StoredMessage> inTopic = topic.retained();
        synchronized (this) {
            messages.seek(time, inTopic);
            pump();
        }
        inTopic.forEach(StoredMessage::letGo);
    }

    /** Replaces the backlog by the snapshot's messages. */
    void seek(PubSubSnapshot snapshot) {
        List<StoredMessage> kept = snapshot.messages();
        synchronized (this) {
            messages.seek(kept);
            pump();
        }
        kept.forEach(StoredMessage::letGo);
    }

    /** The unacknowledged messages, each held for the caller. */
    synchronized List<StoredMessage> holdBacklog() {
        return messages.unsettled().stream().map(StoredMessage::hold).toList();
    }

    synchronized void close() {
        closed = true;
        Status gone = Status.NOT_FOUND.withDescription("Subscription does not exist (resource=" + name() + ")");
        receivers.close(gone);
        messages.close();
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

    /** The properties in every answer to a stream. */
    SubscriptionProperties properties() {
        return SubscriptionProperties.newBuilder()
                .setExactlyOnceDeliveryEnabled(isExactlyOnce())
                .setMessageOrderingEnabled(configuration.getEnableMessageOrdering())
                .build();
    }

    private boolean feed(Receiver receiver) {
        if (receiver instanceof PushReceiver && !backOff.isOver(shared.now())) {
            return false;
        }
        List<Lease> taken = messages.lease(receiver);
        if (taken.isEmpty()) {
            return false;
        }
        receiver.give(taken);
        return true;
    }

    private synchronized void pushed(Lease lease, boolean taken) {
        if (taken) {
            acknowledge(List.of(lease.ackId()));
        } else {
            if (shared.settings().quotas()) {
                backOff.failed(shared.now());
            }
            modify(List.of(lease.ackId()), 0);
        }
    }

    private void stored(List<Lease> inFile) {
        // Does not pump: the receiver is still taking messages.
        messages.settle(inFile);
    }

    private void pushAsConfigured() {
        if (!configuration.getPushConfig().getPushEndpoint().isEmpty()) {
            HttpPush http = new HttpPush(
                    shared.pushes().http(),
                    configuration.getPushConfig(),
                    shared.pushes().issuer(),
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
