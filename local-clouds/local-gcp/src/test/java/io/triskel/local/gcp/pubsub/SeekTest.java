package io.triskel.local.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.rpc.StatusCode.Code;
import com.google.pubsub.v1.SeekRequest;
import com.google.pubsub.v1.Snapshot;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Going back and forth in a subscription. */
class SeekTest extends PubSubTest {
    private static final String SNAPSHOT = "projects/p/snapshots/before";

    private void seek(Instant time) {
        client.subscriptions()
                .seek(SeekRequest.newBuilder()
                        .setSubscription(SUBSCRIPTION)
                        .setTime(Timestamps.of(time))
                        .build());
    }

    private void seek(String subscription, String snapshot) {
        client.subscriptions()
                .seek(SeekRequest.newBuilder()
                        .setSubscription(subscription)
                        .setSnapshot(snapshot)
                        .build());
    }

    @Nested
    class When_seeking_to_a_time {
        @Test
        void acknowledged_messages_come_again_in_order_if_they_were_retained() {
            subscribe(builder -> builder.setRetainAckedMessages(true).setEnableMessageOrdering(true));
            publishKeyed("a", "1");
            clock.pass(Duration.ofSeconds(1));
            Instant then = clock.instant();
            publishKeyed("a", "2", "3");
            ack(pull(10));
            publishKeyed("a", "4");

            seek(then);

            assertThat(texts(pull(10))).containsExactly("2", "3", "4");
        }

        @Test
        void those_acknowledged_behind_one_of_their_key_that_is_not_come_again_too() {
            subscribe(builder -> builder.setRetainAckedMessages(true).setEnableMessageOrdering(true));
            publishKeyed("a", "1", "2", "3");
            ack(pull(10).subList(1, 3));

            seek(clock.instant().minusSeconds(60));

            assertThat(texts(pull(10))).containsExactly("1", "2", "3");
        }

        @Test
        void acknowledged_messages_are_gone_if_they_were_not_retained() {
            subscribe(builder -> builder);
            publish("1");
            ack(pull(10));

            seek(clock.instant().minusSeconds(60));

            assertThat(pull(10)).isEmpty();
        }

        @Test
        void a_topic_that_retains_messages_gives_them_to_later_subscriptions_too() {
            server.createTopic(Topic.newBuilder()
                    .setName(TOPIC)
                    .setMessageRetentionDuration(Timestamps.of(Duration.ofHours(1)))
                    .build());
            publish("1");
            server.createSubscription(Subscription.newBuilder()
                    .setName(SUBSCRIPTION)
                    .setTopic(TOPIC)
                    .setFilter("NOT attributes:k")
                    .build());
            assertThat(pull(10)).isEmpty();

            seek(clock.instant().minusSeconds(60));

            assertThat(texts(pull(10))).containsExactly("1");
        }

        @Test
        void the_future_acknowledges_everything() {
            PubSubSubscription subscription = subscribe(builder -> builder);
            publish("1", "2");
            pull(1);

            seek(clock.instant().plusSeconds(60));

            assertThat(subscription.isCaughtUp()).isTrue();
            assertThat(server.storedBytes()).isZero();
        }
    }

    @Nested
    class When_seeking_to_a_snapshot {
        @Test
        void the_backlog_is_what_it_was_and_what_was_published_since() {
            PubSubSubscription subscription = subscribe(builder -> builder);
            publish("1", "2");
            ack(pull(1));
            client.subscriptions().createSnapshot(SNAPSHOT, SUBSCRIPTION);
            publish("3");
            ack(pull(10));
            assertThat(subscription.isCaughtUp()).isTrue();

            seek(SUBSCRIPTION, SNAPSHOT);

            assertThat(texts(pull(10))).containsExactly("2", "3");
        }

        @Test
        void another_subscription_of_the_topic_may_do_so_too_and_one_of_another_topic_may_not() {
            subscribe(builder -> builder);
            publish("1");
            client.subscriptions().createSnapshot(SNAPSHOT, SUBSCRIPTION);
            String later = "projects/p/subscriptions/later";
            server.createSubscription(
                    Subscription.newBuilder().setName(later).setTopic(TOPIC).build());
            String foreign = "projects/p/subscriptions/foreign";
            server.createTopic("projects/p/topics/other");
            server.createSubscription(Subscription.newBuilder()
                    .setName(foreign)
                    .setTopic("projects/p/topics/other")
                    .build());

            seek(later, SNAPSHOT);

            assertThat(texts(pull(later, 10))).containsExactly("1");
            assertRefused(Code.INVALID_ARGUMENT, () -> seek(foreign, SNAPSHOT));
        }

        @Test
        void it_is_listed_and_ends_a_week_after_its_oldest_message() {
            subscribe(builder -> builder);
            publish("1");
            clock.pass(Duration.ofDays(1));

            Snapshot snapshot = client.subscriptions().createSnapshot(SNAPSHOT, SUBSCRIPTION);

            assertThat(Timestamps.instant(snapshot.getExpireTime()))
                    .isEqualTo(clock.instant().plus(Duration.ofDays(6)));
            assertThat(client.subscriptions().listSnapshots("projects/p").iterateAll())
                    .extracting(Snapshot::getName)
                    .containsExactly(SNAPSHOT);
            assertThat(client.topics().listTopicSnapshots(TOPIC).iterateAll()).containsExactly(SNAPSHOT);
            assertRefused(Code.ALREADY_EXISTS, () -> client.subscriptions().createSnapshot(SNAPSHOT, SUBSCRIPTION));
            client.subscriptions().deleteSnapshot(SNAPSHOT);
            assertRefused(Code.NOT_FOUND, () -> seek(SUBSCRIPTION, SNAPSHOT));
        }

        @Test
        void one_that_would_live_less_than_an_hour_is_not_created() {
            subscribe(builder -> builder);
            publish("1");
            clock.pass(Duration.ofDays(7).minusMinutes(59));

            assertRefused(
                    Code.FAILED_PRECONDITION, () -> client.subscriptions().createSnapshot(SNAPSHOT, SUBSCRIPTION));
        }

        @Test
        void when_it_is_deleted_its_messages_are_gone() {
            subscribe(builder -> builder);
            publish("1");
            client.subscriptions().createSnapshot(SNAPSHOT, SUBSCRIPTION);
            publish("2");
            ack(pull(10));
            assertThat(server.storedBytes()).isPositive();

            client.subscriptions().deleteSnapshot(SNAPSHOT);

            assertThat(server.storedBytes()).isZero();
        }
    }
}
