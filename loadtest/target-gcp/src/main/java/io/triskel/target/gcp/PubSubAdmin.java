package io.triskel.target.gcp;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.protobuf.Timestamp;
import com.google.pubsub.v1.SeekRequest;
import com.google.pubsub.v1.Subscription;
import io.triskel.gcp.GcpSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

/** Calls of Pub/Sub that a deployment makes and no port does. */
public final class PubSubAdmin implements AutoCloseable {
    private static final int ACK_SECONDS = 60;

    private final GcpSettings settings;
    private final TopicAdminClient topics;
    private final SubscriptionAdminClient subscriptions;

    private PubSubAdmin(GcpSettings settings) throws IOException {
        this.settings = settings;
        this.topics = TopicAdminClient.create(TopicAdminSettings.newBuilder()
                .setTransportChannelProvider(
                        channel(settings, TopicAdminSettings.defaultGrpcTransportProviderBuilder()))
                .setCredentialsProvider(credentials(settings))
                .build());
        this.subscriptions = SubscriptionAdminClient.create(SubscriptionAdminSettings.newBuilder()
                .setTransportChannelProvider(
                        channel(settings, SubscriptionAdminSettings.defaultGrpcTransportProviderBuilder()))
                .setCredentialsProvider(credentials(settings))
                .build());
    }

    /** {@return a client with the adapter's settings} */
    public static PubSubAdmin of(GcpSettings settings) {
        try {
            return new PubSubAdmin(settings);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot reach Pub/Sub", e);
        }
    }

    /** A channel to the service, or without TLS to an emulator. */
    static InstantiatingGrpcChannelProvider channel(
            GcpSettings settings, InstantiatingGrpcChannelProvider.Builder builder) {
        settings.pubSubEmulator()
                .ifPresent(address ->
                        builder.setEndpoint(address).setChannelConfigurator(channel -> channel.usePlaintext()));
        // As GcpClients pings: a load test lasts for hours.
        return builder.setKeepAliveTimeDuration(Duration.ofSeconds(30)).build();
    }

    static CredentialsProvider credentials(GcpSettings settings) {
        return settings.pubSubEmulator().isPresent()
                ? NoCredentialsProvider.create()
                : TopicAdminSettings.defaultCredentialsProviderBuilder().build();
    }

    /** Creates a topic, named by its id or its full name, as in all methods here. */
    public void createTopic(String id) {
        topics.createTopic(name("topics", id));
    }

    /** Creates an ordered subscription that retains acknowledged messages. */
    public void createSubscription(String id, String topic) {
        subscriptions.createSubscription(Subscription.newBuilder()
                .setName(name("subscriptions", id))
                .setTopic(name("topics", topic))
                .setAckDeadlineSeconds(ACK_SECONDS)
                .setEnableMessageOrdering(true)
                .setRetainAckedMessages(true)
                .build());
    }

    /** Makes messages unread that were published at this time or later, and earlier ones read. */
    public void rewind(String subscription, Instant to) {
        subscriptions.seek(SeekRequest.newBuilder()
                .setSubscription(name("subscriptions", subscription))
                .setTime(Timestamp.newBuilder().setSeconds(to.getEpochSecond()).setNanos(to.getNano()))
                .build());
    }

    /** Deletes a topic and all subscriptions to it. */
    public void delete(String topic) {
        String name = name("topics", topic);
        topics.listTopicSubscriptions(name).iterateAll().forEach(subscriptions::deleteSubscription);
        topics.deleteTopic(name);
    }

    private String name(String kind, String id) {
        return id.startsWith("projects/") ? id : "projects/" + settings.project() + "/" + kind + "/" + id;
    }

    @Override
    public void close() {
        topics.close();
        subscriptions.close();
    }
}
