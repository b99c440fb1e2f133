package io.triskel.local.gcp.pubsub;

import com.google.protobuf.Empty;
import com.google.pubsub.v1.DeleteTopicRequest;
import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.ListTopicSnapshotsRequest;
import com.google.pubsub.v1.ListTopicSnapshotsResponse;
import com.google.pubsub.v1.ListTopicSubscriptionsRequest;
import com.google.pubsub.v1.ListTopicSubscriptionsResponse;
import com.google.pubsub.v1.ListTopicsRequest;
import com.google.pubsub.v1.ListTopicsResponse;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PublisherGrpc;
import com.google.pubsub.v1.Topic;
import com.google.pubsub.v1.UpdateTopicRequest;
import io.grpc.stub.StreamObserver;
import io.triskel.local.gcp.wire.Calls;
import java.util.Optional;
import java.util.Set;

/** Implements the calls of publishers. */
final class PublisherService extends PublisherGrpc.PublisherImplBase {
    private static final Set<String> CHANGEABLE = Set.of("labels", "message_retention_duration");

    private final Catalog catalog;
    private final Shared shared;
    private final Optional<PublishQuotas> quotas;

    PublisherService(Catalog catalog, Shared shared) {
        this.catalog = catalog;
        this.shared = shared;
        PubSubSettings settings = shared.settings();
        this.quotas = settings.quotas()
                ? Optional.of(new PublishQuotas(settings.publishBytesPerSecond(), settings.clock()))
                : Optional.empty();
    }

    @Override
    public void createTopic(Topic request, StreamObserver<Topic> caller) {
        Calls.answer(caller, () -> catalog.createTopic(request, shared).configuration());
    }

    @Override
    public void updateTopic(UpdateTopicRequest request, StreamObserver<Topic> caller) {
        Calls.answer(caller, () -> {
            PubSubTopic topic = catalog.topic(request.getTopic().getName());
            Topic merged =
                    (Topic) Masked.merge(topic.configuration(), request.getTopic(), request.getUpdateMask(), CHANGEABLE)
                            .build();
            if (merged.hasMessageRetentionDuration()) {
                SubscriptionRules.checkRetention(merged.getMessageRetentionDuration());
            }
            topic.configure(merged);
            return merged;
        });
    }

    @Override
    public void getTopic(GetTopicRequest request, StreamObserver<Topic> caller) {
        Calls.answer(caller, () -> catalog.topic(request.getTopic()).configuration());
    }

    @Override
    public void listTopics(ListTopicsRequest request, StreamObserver<ListTopicsResponse> caller) {
        Calls.answer(caller, () -> {
            NamePage page = NamePage.of(
                    catalog.topics().stream()
                            .map(PubSubTopic::name)
                            .filter(name -> name.startsWith(request.getProject() + "/"))
                            .toList(),
                    request.getPageSize(),
                    request.getPageToken());
            ListTopicsResponse.Builder answer = ListTopicsResponse.newBuilder().setNextPageToken(page.nextToken());
            page.names()
                    .forEach(name ->
                            catalog.findTopic(name).ifPresent(topic -> answer.addTopics(topic.configuration())));
            return answer.build();
        });
    }

    @Override
    public void listTopicSubscriptions(
            ListTopicSubscriptionsRequest request, StreamObserver<ListTopicSubscriptionsResponse> caller) {
        Calls.answer(caller, () -> {
            NamePage page = NamePage.of(
                    catalog.topic(request.getTopic()).subscriptions().stream()
                            .map(PubSubSubscription::name)
                            .toList(),
                    request.getPageSize(),
                    request.getPageToken());
            return ListTopicSubscriptionsResponse.newBuilder()
                    .addAllSubscriptions(page.names())
                    .setNextPageToken(page.nextToken())
                    .build();
        });
    }

    @Override
    public void listTopicSnapshots(
            ListTopicSnapshotsRequest request, StreamObserver<ListTopicSnapshotsResponse> caller) {
        Calls.answer(caller, () -> {
            NamePage page = NamePage.of(
                    catalog.topic(request.getTopic()).snapshots().stream()
                            .map(snapshot -> snapshot.configuration().getName())
                            .toList(),
                    request.getPageSize(),
                    request.getPageToken());
            return ListTopicSnapshotsResponse.newBuilder()
                    .addAllSnapshots(page.names())
                    .setNextPageToken(page.nextToken())
                    .build();
        });
    }

    @Override
    public void deleteTopic(DeleteTopicRequest request, StreamObserver<Empty> caller) {
        Calls.answer(caller, () -> {
            catalog.deleteTopic(catalog.topic(request.getTopic()));
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void publish(PublishRequest request, StreamObserver<PublishResponse> caller) {
        Calls.answer(caller, () -> {
            long bytes = MessageLimits.check(request.getMessagesList());
            PubSubTopic topic = catalog.topic(request.getTopic());
            quotas.ifPresent(quota -> quota.take(topic.name(), request.getMessagesList(), bytes));
            return PublishResponse.newBuilder()
                    .addAllMessageIds(topic.publish(request.getMessagesList(), bytes))
                    .build();
        });
    }
}
