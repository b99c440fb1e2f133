package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.triskel.local.TokenBucket;
import io.triskel.local.gcp.wire.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The requests of one StreamingPull: the first one opens the stream, later ones acknowledge, extend, or only ping. */
final class StreamingPullCall implements StreamObserver<StreamingPullRequest> {
    /** "StreamingPull: 10 MB/s per open stream" (Pub/Sub documentation, "Quotas and limits"). */
    private static final double STREAM_BYTES_PER_SECOND = 10_000_000;

    private final Catalog catalog;
    private final Shared shared;
    private final ServerCallStreamObserver<StreamingPullResponse> client;
    private Optional<Open> open = Optional.empty();

    StreamingPullCall(Catalog catalog, Shared shared, ServerCallStreamObserver<StreamingPullResponse> client) {
        this.catalog = catalog;
        this.shared = shared;
        this.client = client;
        client.setOnReadyHandler(() -> open.ifPresent(now -> now.subscription.pump()));
        client.setOnCancelHandler(this::close);
    }

    private record Open(PubSubSubscription subscription, PullStream stream) {}

    @Override
    public void onNext(StreamingPullRequest request) {
        Calls.attempt(client, () -> open.ifPresentOrElse(now -> serve(now, request), () -> open(request)));
    }

    @Override
    public void onError(Throwable gone) {
        close();
    }

    @Override
    public void onCompleted() {
        boolean ours = open.filter(now -> !now.stream.isGone()).isPresent();
        close();
        if (ours) {
            client.onCompleted();
        }
    }

    private void open(StreamingPullRequest first) {
        PubSubSubscription subscription = catalog.subscription(first.getSubscription());
        Optional<TokenBucket> quota = shared.settings().quotas()
                ? Optional.of(new TokenBucket(
                        STREAM_BYTES_PER_SECOND, shared.settings().clock()))
                : Optional.empty();
        PullStream stream = new PullStream(client, first, subscription.properties(), quota);
        if (first.getStreamAckDeadlineSeconds() != 0) {
            stream.ackDeadline(first.getStreamAckDeadlineSeconds());
        }
        subscription.open(stream);
        open = Optional.of(new Open(subscription, stream));
        acknowledge(subscription, stream, first);
    }

    private void serve(Open now, StreamingPullRequest request) {
        boolean ping = request.getAckIdsCount() == 0
                && request.getModifyDeadlineAckIdsCount() == 0
                && request.getStreamAckDeadlineSeconds() == 0;
        // Writing to the stream requires the subscription's lock.
        synchronized (now.subscription) {
            if (request.getStreamAckDeadlineSeconds() != 0) {
                now.stream.ackDeadline(request.getStreamAckDeadlineSeconds());
            }
            if (ping) {
                now.stream.greet();
            }
        }
        acknowledge(now.subscription, now.stream, request);
    }

    private static void acknowledge(PubSubSubscription subscription, PullStream stream, StreamingPullRequest request) {
        if (request.getAckIdsCount() > 0) {
            List<String> invalid = subscription.acknowledge(request.getAckIdsList());
            confirm(subscription, () -> stream.confirm(without(request.getAckIdsList(), invalid), invalid));
        }
        if (request.getModifyDeadlineAckIdsCount() > 0) {
            Map<Integer, List<String>> bySeconds = new TreeMap<>();
            for (int i = 0; i < request.getModifyDeadlineAckIdsCount(); i++) {
                bySeconds
                        .computeIfAbsent(request.getModifyDeadlineSeconds(i), seconds -> new ArrayList<>())
                        .add(request.getModifyDeadlineAckIds(i));
            }
            List<String> invalid = new ArrayList<>();
            bySeconds.forEach((seconds, ids) -> invalid.addAll(subscription.modify(ids, seconds)));
            confirm(
                    subscription,
                    () -> stream.confirmDeadlines(without(request.getModifyDeadlineAckIdsList(), invalid), invalid));
        }
    }

    private static void confirm(PubSubSubscription subscription, Runnable confirmation) {
        if (subscription.isExactlyOnce()) {
            synchronized (subscription) {
                confirmation.run();
            }
        }
    }

    private static List<String> without(List<String> ids, List<String> invalid) {
        return ids.stream().filter(id -> !invalid.contains(id)).toList();
    }

    private void close() {
        open.ifPresent(now -> now.subscription.close(now.stream));
    }
}
