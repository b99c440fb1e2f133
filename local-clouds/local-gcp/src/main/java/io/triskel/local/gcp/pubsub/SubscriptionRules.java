package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.CloudStorageConfig;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import io.triskel.local.gcp.wire.Refusal;
import java.time.Duration;

/** The permitted values of a subscription's configuration, and its defaults (the comments of Subscription in the protocol). */
final class SubscriptionRules {
    private static final int DEFAULT_ACK_SECONDS = 10;
    private static final Duration DEFAULT_RETENTION = Duration.ofDays(7);
    private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(10);
    static final Duration LONGEST_RETENTION = Duration.ofDays(31);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);

    private SubscriptionRules() {}

    /** The subscription with defaults filled in. */
    static Subscription complete(Subscription asked) {
        Subscription.Builder complete = asked.toBuilder().setState(Subscription.State.ACTIVE);
        if (asked.getAckDeadlineSeconds() == 0) {
            complete.setAckDeadlineSeconds(DEFAULT_ACK_SECONDS);
        }
        if (!asked.hasMessageRetentionDuration()) {
            complete.setMessageRetentionDuration(Timestamps.of(DEFAULT_RETENTION));
        }
        check(complete);
        return complete.build();
    }

    static void checkRetention(com.google.protobuf.Duration retention) {
        between(Timestamps.duration(retention), SHORTEST_RETENTION, LONGEST_RETENTION, "A message retention");
    }

    private static void check(Subscription.Builder subscription) {
        int seconds = subscription.getAckDeadlineSeconds();
        Refusal.unless(seconds >= 10 && seconds <= 600, "An ack deadline is 10 to 600 s, not " + seconds);
        checkRetention(subscription.getMessageRetentionDuration());
        boolean pushed = !subscription.getPushConfig().getPushEndpoint().isEmpty();
        if (pushed) {
            HttpPush.endpoint(subscription.getPushConfig().getPushEndpoint());
        }
        Refusal.unless(
                !(pushed && subscription.getEnableExactlyOnceDelivery()),
                "Exactly-once delivery is for subscriptions that are pulled");
        Refusal.unless(
                !(pushed && subscription.hasCloudStorageConfig()),
                "A subscription is delivered in one way only: pulled, pushed, or to Cloud Storage");
        if (subscription.hasDeadLetterPolicy()) {
            check(subscription.getDeadLetterPolicy());
        }
        if (subscription.hasRetryPolicy()) {
            check(subscription.getRetryPolicy());
        }
        if (subscription.hasCloudStorageConfig()) {
            check(subscription.getCloudStorageConfig());
        }
        if (subscription.hasBigqueryConfig()) {
            throw Refusal.unimplemented("subscriptions to BigQuery");
        }
    }

    private static void check(DeadLetterPolicy policy) {
        int attempts = policy.getMaxDeliveryAttempts();
        Refusal.unless(
                attempts == 0 || (attempts >= 5 && attempts <= 100),
                "A message has 5 to 100 attempts, not " + attempts);
    }

    private static void check(RetryPolicy policy) {
        Duration minimum = Timestamps.duration(policy.getMinimumBackoff());
        Duration maximum =
                policy.hasMaximumBackoff() ? Timestamps.duration(policy.getMaximumBackoff()) : LONGEST_BACKOFF;
        between(minimum, Duration.ZERO, maximum, "A minimum back-off");
        between(maximum, minimum, LONGEST_BACKOFF, "A maximum back-off");
    }

    private static void check(CloudStorageConfig config) {
        Refusal.unless(
                config.getBucket().matches("[a-z0-9._-]{3,63}")
                        && !config.getBucket().contains(".."),
                "A bucket has a name like orders-1, not " + config.getBucket());
        Refusal.unless(
                !config.getFilenameSuffix().endsWith("/")
                        && !config.getFilenamePrefix().contains(".."),
                "Invalid names of files");
        if (config.hasMaxDuration()) {
            between(
                    Timestamps.duration(config.getMaxDuration()),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(10),
                    "A file's duration");
        }
        Refusal.unless(
                config.getMaxBytes() == 0 || config.getMaxBytes() >= 1000, "A file is written at 1000 bytes or more");
        Refusal.unless(
                config.getMaxMessages() == 0 || config.getMaxMessages() >= 1000,
                "A file is written at 1000 messages or more");
    }

    private static void between(Duration value, Duration least, Duration most, String what) {
        Refusal.unless(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                what + " is " + least + " to " + most + ", not " + value);
    }
}
