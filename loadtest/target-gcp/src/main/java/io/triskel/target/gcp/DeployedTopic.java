package io.triskel.target.gcp;

import com.google.protobuf.util.Durations;
import com.google.pubsub.v1.CloudStorageConfig;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.triskel.gcp.hosting.GcpParts;
import io.triskel.local.gcp.LocalGcp;
import io.triskel.local.gcp.pubsub.PubSubSubscription;
import io.triskel.local.gcp.pubsub.PubSubTopic;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The topic, and its subscriptions: one that archives, one for rebuilds, and one per consumer. */
final class DeployedTopic {
    private final LocalGcp gcp;
    private final PubSubTopic topic;
    private final Map<String, PubSubSubscription> consumers = new LinkedHashMap<>();

    DeployedTopic(LocalGcp gcp, GcpParts.Topic described) {
        this.gcp = gcp;
        topic = gcp.pubSub()
                .createTopic(Topic.newBuilder()
                        .setName(resource("topics", described.name()))
                        .setMessageRetentionDuration(
                                Durations.fromHours(described.retentionHours().value()))
                        .build());
    }

    /** Writes all events into the archive's bucket. */
    void archive(GcpParts.Archive described) {
        create(subscription(described)
                .setCloudStorageConfig(CloudStorageConfig.newBuilder()
                        .setBucket(described.bucket())
                        .setFilenamePrefix(described.filenamePrefix())
                        .setFilenameSuffix(described.filenameSuffix())
                        .setMaxDuration(Durations.fromSeconds(
                                described.maxDurationSeconds().value()))
                        .setMaxBytes(described.maxBytes().value())
                        .setAvroConfig(CloudStorageConfig.AvroConfig.newBuilder()
                                .setWriteMetadata(described.writeMetadata()))));
    }

    /** Keeps what a rebuild reads. */
    void rebuild(GcpParts.Rebuild described) {
        create(subscription(described).setFilter(described.filter()));
    }

    /** Feeds a consumer's function at its address. */
    void push(String consumer, GcpParts.PushSubscription described, URI endpoint) {
        consumers.put(
                consumer,
                create(subscription(described)
                        .setFilter(described.filter())
                        .setPushConfig(PushConfig.newBuilder()
                                .setPushEndpoint(endpoint.toString())
                                .setOidcToken(PushConfig.OidcToken.newBuilder()
                                        .setServiceAccountEmail(described.serviceAccount())))
                        .setRetryPolicy(RetryPolicy.newBuilder()
                                .setMinimumBackoff(Durations.fromMillis(described.minimumBackoffMillis()))
                                .setMaximumBackoff(Durations.fromMillis(
                                        described.maximumBackoffMillis().value())))));
    }

    /** Keeps all events for a restore, as an operator creates it before one. */
    void restore(String subscription) {
        create(Subscription.newBuilder()
                .setName(resource("subscriptions", subscription))
                .setTopic(topic.name())
                .setEnableMessageOrdering(true));
    }

    /** Lets every consumer get the events again that were published since. */
    void seek(Instant from) {
        consumers.values().forEach(consumer -> consumer.seek(from));
    }

    private Subscription.Builder subscription(GcpParts.Reading described) {
        return Subscription.newBuilder()
                .setName(resource("subscriptions", described.subscription()))
                .setTopic(topic.name())
                .setEnableMessageOrdering(described.enableMessageOrdering())
                .setAckDeadlineSeconds(described.ackDeadlineSeconds())
                .setMessageRetentionDuration(
                        Durations.fromHours(described.retentionHours().value()));
    }

    private PubSubSubscription create(Subscription.Builder subscription) {
        return gcp.pubSub().createSubscription(subscription.build());
    }

    private String resource(String kind, String id) {
        return "projects/" + gcp.project() + "/" + kind + "/" + id;
    }

    PubSubTopic topic() {
        return topic;
    }

    /** {@return whether all that was published was settled by every consumer} */
    boolean isCaughtUp() {
        return consumers.values().stream().allMatch(PubSubSubscription::isCaughtUp);
    }

    /** {@return the consumers that are behind, with how many events} */
    List<String> behind() {
        return consumers.entrySet().stream()
                .filter(consumer -> !consumer.getValue().isCaughtUp())
                .map(consumer ->
                        consumer.getKey() + " by " + consumer.getValue().backlog())
                .toList();
    }

    /** {@return how many events wait for which consumer} */
    Map<String, Long> waiting() {
        Map<String, Long> waiting = new LinkedHashMap<>();
        consumers.forEach((consumer, subscription) -> waiting.put(consumer, (long) subscription.backlog()));
        return waiting;
    }

    /** {@return how far each consumer is} */
    List<Object> positions() {
        return consumers.values().stream()
                .<Object>map(subscription -> List.of(subscription.metrics(), subscription.backlog()))
                .toList();
    }
}
