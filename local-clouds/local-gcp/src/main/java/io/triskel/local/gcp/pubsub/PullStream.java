package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import com.google.pubsub.v1.StreamingPullResponse.AcknowledgeConfirmation;
import com.google.pubsub.v1.StreamingPullResponse.ModifyAckDeadlineConfirmation;
import com.google.pubsub.v1.StreamingPullResponse.SubscriptionProperties;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.triskel.local.TokenBucket;
import io.triskel.local.gcp.wire.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A StreamingPull client, with its own flow control and deadline. */
final class PullStream extends Receiver {
    private static final int BATCH = 1000;

    private final ServerCallStreamObserver<StreamingPullResponse> client;
    private final SubscriptionProperties properties;
    private final Optional<TokenBucket> quota;
    private final long maxMessages;
    private final long maxBytes;
    private Optional<Duration> ackDeadline = Optional.empty();

    /** @param quota of bytes per second, if quotas apply */
    PullStream(
            ServerCallStreamObserver<StreamingPullResponse> client,
            StreamingPullRequest first,
            SubscriptionProperties properties,
            Optional<TokenBucket> quota) {
        this.client = client;
        this.properties = properties;
        this.quota = quota;
        this.maxMessages = first.getMaxOutstandingMessages();
        this.maxBytes = first.getMaxOutstandingBytes();
    }

    void ackDeadline(int seconds) {
        Refusal.unless(seconds >= 10 && seconds <= 600, "A stream's ack deadline is 10 to 600 s, not " + seconds);
        ackDeadline = Optional.of(Duration.ofSeconds(seconds));
    }

    /** Answers a ping; without an answer a client closes the stream after 15 to 20 s. */
    void greet() {
        send(StreamingPullResponse.newBuilder());
    }

    void confirm(List<String> acknowledged, List<String> invalid) {
        send(StreamingPullResponse.newBuilder()
                .setAcknowledgeConfirmation(AcknowledgeConfirmation.newBuilder()
                        .addAllAckIds(acknowledged)
                        .addAllInvalidAckIds(invalid)));
    }

    void confirmDeadlines(List<String> modified, List<String> invalid) {
        send(StreamingPullResponse.newBuilder()
                .setModifyAckDeadlineConfirmation(ModifyAckDeadlineConfirmation.newBuilder()
                        .addAllAckIds(modified)
                        .addAllInvalidAckIds(invalid)));
    }

    /** Ends the stream from the server's side. */
    void fail(Status status) {
        if (!isGone()) {
            leave();
            client.onError(status.asRuntimeException());
        }
    }

    @Override
    boolean hasRoom() {
        return !isGone()
                && client.isReady()
                && (maxMessages <= 0 || messages() < maxMessages)
                && (maxBytes <= 0 || bytes() < maxBytes)
                && quota.map(bucket -> bucket.has(1)).orElse(true);
    }

    @Override
    int batch() {
        return BATCH;
    }

    @Override
    boolean keepsKeys() {
        return !isGone();
    }

    @Override
    Optional<Duration> ackDeadline() {
        return ackDeadline;
    }

    @Override
    void give(List<Lease> leases) {
        StreamingPullResponse.Builder response = StreamingPullResponse.newBuilder();
        for (Lease lease : leases) {
            response.addReceivedMessages(lease.received());
            quota.ifPresent(bucket -> bucket.charge(lease.delivery().message().size()));
        }
        send(response);
    }

    private void send(StreamingPullResponse.Builder response) {
        if (!isGone()) {
            client.onNext(response.setSubscriptionProperties(properties).build());
        }
    }
}
