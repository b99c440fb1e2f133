package io.triskel.local.gcp.pubsub;

import com.google.protobuf.Empty;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.CreateSnapshotRequest;
import com.google.pubsub.v1.DeleteSnapshotRequest;
import com.google.pubsub.v1.DeleteSubscriptionRequest;
import com.google.pubsub.v1.GetSnapshotRequest;
import com.google.pubsub.v1.GetSubscriptionRequest;
import com.google.pubsub.v1.ListSnapshotsRequest;
import com.google.pubsub.v1.ListSnapshotsResponse;
import com.google.pubsub.v1.ListSubscriptionsRequest;
import com.google.pubsub.v1.ListSubscriptionsResponse;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.ModifyPushConfigRequest;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.SeekRequest;
import com.google.pubsub.v1.SeekResponse;
import com.google.pubsub.v1.Snapshot;
import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import com.google.pubsub.v1.SubscriberGrpc;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.UpdateSnapshotRequest;
import com.google.pubsub.v1.UpdateSubscriptionRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.triskel.local.gcp.wire.Calls;
import io.triskel.local.gcp.wire.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Implements the calls of subscribers. */
final class SubscriberService extends SubscriberGrpc.SubscriberImplBase {
    private static final Set<String> CHANGEABLE = Set.of(
            "ack_deadline_seconds",
            "dead_letter_policy",
            "enable_exactly_once_delivery",
            "expiration_policy",
            "labels",
            "message_retention_duration",
            "push_config",
            "retain_acked_messages",
            "retry_policy");
    private static final Set<String> CHANGEABLE_IN_SNAPSHOTS = Set.of("labels", "expire_time");

    /** "The server may wait" (PullRequest): how long it waits here, in real time. */
    private static final Duration PULL_PATIENCE = Duration.ofSeconds(1);

    private static final int LARGEST_PULL = 1000;

    private final Catalog catalog;
    private final Shared shared;

    SubscriberService(Catalog catalog, Shared shared) {
        this.catalog = catalog;
        this.shared = shared;
    }

    @Override
    public void createSubscription(Subscription request, StreamObserver<Subscription> caller) {
        Calls.answer(caller, () -> catalog.createSubscription(request, shared).configuration());
    }

    @Override
    public void getSubscription(GetSubscriptionRequest request, StreamObserver<Subscription> caller) {
        Calls.answer(
                caller, () -> catalog.subscription(request.getSubscription()).configuration());
    }

    @Override
    public void updateSubscription(UpdateSubscriptionRequest request, StreamObserver<Subscription> caller) {
        Calls.answer(caller, () -> {
            PubSubSubscription subscription =
                    catalog.subscription(request.getSubscription().getName());
            Subscription merged = (Subscription) Masked.merge(
                            subscription.configuration(),
                            request.getSubscription(),
                            request.getUpdateMask(),
                            CHANGEABLE)
                    .build();
            return configured(subscription, merged);
        });
    }

    @Override
    public void modifyPushConfig(ModifyPushConfigRequest request, StreamObserver<Empty> caller) {
        Calls.answer(caller, () -> {
            PubSubSubscription subscription = catalog.subscription(request.getSubscription());
            configured(
                    subscription,
                    subscription.configuration().toBuilder()
                            .setPushConfig(request.getPushConfig())
                            .build());
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void listSubscriptions(ListSubscriptionsRequest request, StreamObserver<ListSubscriptionsResponse> caller) {
        Calls.answer(caller, () -> {
            NamePage page = NamePage.of(
                    catalog.subscriptions().stream()
                            .map(PubSubSubscription::name)
                            .filter(name -> name.startsWith(request.getProject() + "/"))
                            .toList(),
                    request.getPageSize(),
                    request.getPageToken());
            return ListSubscriptionsResponse.newBuilder()
                    .addAllSubscriptions(page.names().stream()
                            .map(name -> catalog.subscription(name).configuration())
                            .toList())
                    .setNextPageToken(page.nextToken())
                    .build();
        });
    }

    @Override
    public void deleteSubscription(DeleteSubscriptionRequest request, StreamObserver<Empty> caller) {
        Calls.answer(caller, () -> {
            catalog.deleteSubscription(catalog.subscription(request.getSubscription()));
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void acknowledge(AcknowledgeRequest request, StreamObserver<Empty> caller) {
        Calls.answer(caller, () -> {
            PubSubSubscription subscription = catalog.subscription(request.getSubscription());
            return done(subscription, subscription.acknowledge(request.getAckIdsList()));
        });
    }

    @Override
    public void modifyAckDeadline(ModifyAckDeadlineRequest request, StreamObserver<Empty> caller) {
        Calls.answer(caller, () -> {
            int seconds = request.getAckDeadlineSeconds();
            Refusal.unless(seconds >= 0 && seconds <= 600, "An ack deadline is 0 to 600 s, not " + seconds);
            PubSubSubscription subscription = catalog.subscription(request.getSubscription());
            return done(subscription, subscription.modify(request.getAckIdsList(), seconds));
        });
    }

    @Override
    @SuppressWarnings("deprecation") // Deprecated, and honoured by the service.
    public void pull(PullRequest request, StreamObserver<PullResponse> caller) {
        Calls.attempt(caller, () -> {
            Refusal.unless(request.getMaxMessages() > 0, "max_messages must be positive");
            int most = Math.min(request.getMaxMessages(), LARGEST_PULL);
            long until = System.nanoTime() + PULL_PATIENCE.toNanos();
            ServerCallStreamObserver<PullResponse> client = (ServerCallStreamObserver<PullResponse>) caller;
            // Without a handler, answering a disconnected caller would throw.
            client.setOnCancelHandler(() -> {});
            catalog.subscription(request.getSubscription())
                    .pull(new WaitingPull(client, most, until), request.getReturnImmediately());
        });
    }

    @Override
    public StreamObserver<StreamingPullRequest> streamingPull(StreamObserver<StreamingPullResponse> caller) {
        return new StreamingPullCall(catalog, shared, (ServerCallStreamObserver<StreamingPullResponse>) caller);
    }

    @Override
    public void seek(SeekRequest request, StreamObserver<SeekResponse> caller) {
        Calls.answer(caller, () -> {
            PubSubSubscription subscription = catalog.subscription(request.getSubscription());
            if (request.hasTime()) {
                subscription.seek(Timestamps.instant(request.getTime()));
            } else {
                PubSubSnapshot snapshot = catalog.snapshot(request.getSnapshot());
                Refusal.unless(
                        snapshot.topic() == subscription.topic(),
                        "The snapshot is of another topic than the subscription");
                subscription.seek(snapshot);
            }
            return SeekResponse.getDefaultInstance();
        });
    }

    @Override
    public void createSnapshot(CreateSnapshotRequest request, StreamObserver<Snapshot> caller) {
        Calls.answer(
                caller,
                () -> catalog.createSnapshot(
                                request.getName(),
                                catalog.subscription(request.getSubscription()),
                                request.getLabelsMap(),
                                shared.now())
                        .configuration());
    }

    @Override
    public void getSnapshot(GetSnapshotRequest request, StreamObserver<Snapshot> caller) {
        Calls.answer(caller, () -> catalog.snapshot(request.getSnapshot()).configuration());
    }

    @Override
    public void updateSnapshot(UpdateSnapshotRequest request, StreamObserver<Snapshot> caller) {
        Calls.answer(caller, () -> {
            PubSubSnapshot snapshot = catalog.snapshot(request.getSnapshot().getName());
            Snapshot merged = (Snapshot) Masked.merge(
                            snapshot.configuration(),
                            request.getSnapshot(),
                            request.getUpdateMask(),
                            CHANGEABLE_IN_SNAPSHOTS)
                    .build();
            snapshot.configure(merged);
            return merged;
        });
    }

    @Override
    public void listSnapshots(ListSnapshotsRequest request, StreamObserver<ListSnapshotsResponse> caller) {
        Calls.answer(caller, () -> {
            NamePage page = NamePage.of(
                    catalog.snapshots().stream()
                            .map(snapshot -> snapshot.configuration().getName())
                            .filter(name -> name.startsWith(request.getProject() + "/"))
                            .toList(),
                    request.getPageSize(),
                    request.getPageToken());
            return ListSnapshotsResponse.newBuilder()
                    .addAllSnapshots(page.names().stream()
                            .map(name -> catalog.snapshot(name).configuration())
                            .toList())
                    .setNextPageToken(page.nextToken())
                    .build();
        });
    }

    @Override
    public void deleteSnapshot(DeleteSnapshotRequest request, StreamObserver<Empty> caller) {
        Calls.answer(caller, () -> {
            catalog.deleteSnapshot(catalog.snapshot(request.getSnapshot()));
            return Empty.getDefaultInstance();
        });
    }

    private Subscription configured(PubSubSubscription subscription, Subscription now) {
        Subscription complete = SubscriptionRules.complete(now);
        if (complete.hasDeadLetterPolicy()) {
            catalog.topic(complete.getDeadLetterPolicy().getDeadLetterTopic());
        }
        subscription.configure(complete);
        return complete;
    }

    /**
     * Invalid ids are an error only with exactly-once delivery; without it the message may simply have been
     * redelivered.
     */
    private static Empty done(PubSubSubscription subscription, List<String> invalid) {
        if (subscription.isExactlyOnce() && !invalid.isEmpty()) {
            throw InvalidAckIds.refusal(invalid);
        }
        return Empty.getDefaultInstance();
    }
}
