package io.triskel.local.gcp;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.cloud.pubsub.v1.MessageReceiverWithAckResponse;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.triskel.local.Await;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The real Java client of Pub/Sub, pointed at a local server. */
public final class PubSubClients implements AutoCloseable {
    private static final NoCredentialsProvider NOBODY = NoCredentialsProvider.create();

    private final ManagedChannel channel;
    private final TransportChannelProvider transport;
    private final TopicAdminClient topics;
    private final SubscriptionAdminClient subscriptions;

    private PubSubClients(String endpoint) throws IOException {
        channel = ManagedChannelBuilder.forTarget(endpoint).usePlaintext().build();
        transport = FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel));
        TopicAdminSettings.Builder topicSettings =
                TopicAdminSettings.newBuilder().setTransportChannelProvider(transport);
        topicSettings.setCredentialsProvider(NOBODY);
        topicSettings.applyToAllUnaryMethods(call -> {
            call.setRetryableCodes();
            return null;
        });
        topics = TopicAdminClient.create(topicSettings.build());
        SubscriptionAdminSettings.Builder subscriptionSettings =
                SubscriptionAdminSettings.newBuilder().setTransportChannelProvider(transport);
        subscriptionSettings.setCredentialsProvider(NOBODY);
        subscriptionSettings.applyToAllUnaryMethods(call -> {
            call.setRetryableCodes();
            return null;
        });
        subscriptions = SubscriptionAdminClient.create(subscriptionSettings.build());
    }

    public static PubSubClients of(String endpoint) {
        try {
            return new PubSubClients(endpoint);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A single attempt per call, so that tests see each answer. */
    public TopicAdminClient topics() {
        return topics;
    }

    /** A single attempt per call, so that tests see each answer. */
    public SubscriptionAdminClient subscriptions() {
        return subscriptions;
    }

    /** With the client's own batches and retries. */
    public Publisher.Builder publisher(String topic) {
        return Publisher.newBuilder(topic).setChannelProvider(transport).setCredentialsProvider(NOBODY);
    }

    public Subscriber.Builder subscriber(String subscription, MessageReceiver receiver) {
        return Subscriber.newBuilder(subscription, receiver)
                .setChannelProvider(transport)
                .setCredentialsProvider(NOBODY);
    }

    public Subscriber.Builder ackingSubscriber(String subscription, MessageReceiverWithAckResponse receiver) {
        return Subscriber.newBuilder(subscription, receiver)
                .setChannelProvider(transport)
                .setCredentialsProvider(NOBODY);
    }

    @Override
    public void close() {
        topics.close();
        subscriptions.close();
        channel.shutdownNow();
        Await.until("the end of the channel", channel::isTerminated);
    }
}
