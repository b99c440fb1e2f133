package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.PubsubMessage;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Builds dead letters: with the number of earlier attempts, and the added attributes (Pub/Sub documentation,
 * "Dead-letter topics").
 */
final class DeadLetter {
    private static final int DEFAULT_ATTEMPTS = 5;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private DeadLetter() {}

    static boolean isDue(DeadLetterPolicy policy, int failures) {
        int attempts = policy.getMaxDeliveryAttempts();
        return failures >= (attempts == 0 ? DEFAULT_ATTEMPTS : attempts);
    }

    static PubsubMessage of(StoredMessage message, String subscription, int attempts) {
        return PubsubMessage.newBuilder()
                .setData(message.message().getData())
                .setOrderingKey(message.orderingKey())
                .putAllAttributes(message.message().getAttributesMap())
                .putAttributes("CloudPubSubDeadLetterSourceDeliveryCount", Integer.toString(attempts))
                .putAttributes("CloudPubSubDeadLetterSourceSubscription", ResourceName.id(subscription))
                .putAttributes("CloudPubSubDeadLetterSourceSubscriptionProject", ResourceName.project(subscription))
                .putAttributes("CloudPubSubDeadLetterSourceTopicPublishTime", TIME.format(message.publishedAt()))
                .build();
    }
}
