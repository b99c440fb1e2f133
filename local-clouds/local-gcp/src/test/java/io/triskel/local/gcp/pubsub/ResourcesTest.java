package io.triskel.local.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.pubsub.v1.TopicAdminClient.ListTopicsPage;
import com.google.protobuf.FieldMask;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.ListTopicsRequest;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import com.google.pubsub.v1.UpdateSubscriptionRequest;
import com.google.pubsub.v1.UpdateTopicRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Topics and subscriptions as resources, by the real client. */
class ResourcesTest extends PubSubTest {
    @Nested
    class When_a_topic_is_created {
        @Test
        void it_is_found_listed_and_not_created_twice() {
            client.topics().createTopic(TOPIC);

            assertThat(client.topics().getTopic(TOPIC).getState()).isEqualTo(Topic.State.ACTIVE);
            assertThat(client.topics().listTopics("projects/p").iterateAll())
                    .extracting(Topic::getName)
                    .containsExactly(TOPIC);
            assertThat(client.topics().listTopics("projects/other").iterateAll())
                    .isEmpty();
            assertRefused(Code.ALREADY_EXISTS, () -> client.topics().createTopic(TOPIC));
        }

        @Test
        void its_name_is_checked() {
            for (String name : List.of(
                    "orders", "projects/p/topics/x", "projects/p/topics/goog-x", "projects/p/subscriptions/xyz")) {
                assertRefused(Code.INVALID_ARGUMENT, () -> client.topics().createTopic(name));
            }
            client.topics().createTopic("projects/p/topics/" + "x".repeat(255));
            assertRefused(
                    Code.INVALID_ARGUMENT, () -> client.topics().createTopic("projects/p/topics/" + "x".repeat(256)));
        }

        @Test
        void only_what_an_update_names_is_changed() {
            client.topics().createTopic(TOPIC);
            Topic wanted = Topic.newBuilder()
                    .setName(TOPIC)
                    .putLabels("a", "b")
                    .setMessageRetentionDuration(Timestamps.of(Duration.ofHours(1)))
                    .build();

            Topic updated = client.topics().updateTopic(update(wanted, "message_retention_duration"));

            assertThat(updated.getMessageRetentionDuration().getSeconds()).isEqualTo(3600);
            assertThat(updated.getLabelsMap()).isEmpty();
            assertRefused(Code.INVALID_ARGUMENT, () -> client.topics().updateTopic(update(wanted, "name")));
        }

        private UpdateTopicRequest update(Topic wanted, String path) {
            return UpdateTopicRequest.newBuilder()
                    .setTopic(wanted)
                    .setUpdateMask(FieldMask.newBuilder().addPaths(path))
                    .build();
        }
    }

    @Nested
    class When_there_are_more_than_fit_on_a_page {
        @Test
        void all_are_listed_in_the_end() {
            IntStream.range(0, 7).forEach(i -> server.createTopic("projects/p/topics/topic-" + i));
            ListTopicsRequest request = ListTopicsRequest.newBuilder()
                    .setProject("projects/p")
                    .setPageSize(3)
                    .build();

            ListTopicsPage first = client.topics().listTopics(request).getPage();

            assertThat(first.getValues()).hasSize(3);
            assertThat(client.topics().listTopics(request).iterateAll()).hasSize(7);
        }
    }

    @Nested
    class When_a_subscription_is_created {
        @Test
        void what_is_not_said_is_as_in_the_service() {
            subscribe(builder -> builder);

            Subscription subscription = client.subscriptions().getSubscription(SUBSCRIPTION);

            assertThat(subscription.getAckDeadlineSeconds()).isEqualTo(10);
            assertThat(subscription.getMessageRetentionDuration().getSeconds())
                    .isEqualTo(Duration.ofDays(7).toSeconds());
            assertThat(client.topics().listTopicSubscriptions(TOPIC).iterateAll())
                    .containsExactly(SUBSCRIPTION);
            assertRefused(
                    Code.ALREADY_EXISTS,
                    () -> client.subscriptions()
                            .createSubscription(SUBSCRIPTION, TOPIC, PushConfig.getDefaultInstance(), 10));
        }

        @Test
        void it_needs_its_topic_and_its_dead_letter_topic() {
            Subscription.Builder builder =
                    Subscription.newBuilder().setName(SUBSCRIPTION).setTopic(TOPIC);

            assertRefused(Code.NOT_FOUND, () -> client.subscriptions().createSubscription(builder.build()));
            server.createTopic(TOPIC);
            assertRefused(
                    Code.NOT_FOUND,
                    () -> client.subscriptions()
                            .createSubscription(builder.setDeadLetterPolicy(DeadLetterPolicy.newBuilder()
                                            .setDeadLetterTopic("projects/p/topics/dead")
                                            .setMaxDeliveryAttempts(5))
                                    .build()));
        }

        @Test
        void its_figures_are_checked_at_their_limits() {
            server.createTopic(TOPIC);
            create("a10", 10, 5);
            create("a600", 600, 100);

            for (int seconds : new int[] {9, 601}) {
                assertRefused(Code.INVALID_ARGUMENT, () -> create("bad", seconds, 5));
            }
            for (int attempts : new int[] {4, 101}) {
                assertRefused(Code.INVALID_ARGUMENT, () -> create("bad", 10, attempts));
            }
        }

        private void create(String id, int ackSeconds, int attempts) {
            client.subscriptions()
                    .createSubscription(Subscription.newBuilder()
                            .setName("projects/p/subscriptions/" + id)
                            .setTopic(TOPIC)
                            .setAckDeadlineSeconds(ackSeconds)
                            .setDeadLetterPolicy(DeadLetterPolicy.newBuilder()
                                    .setDeadLetterTopic(TOPIC)
                                    .setMaxDeliveryAttempts(attempts))
                            .build());
        }

        @Test
        void its_order_and_its_filter_cannot_be_changed_and_its_deadline_can() {
            subscribe(builder -> builder.setEnableMessageOrdering(true));
            Subscription wanted = Subscription.newBuilder()
                    .setName(SUBSCRIPTION)
                    .setAckDeadlineSeconds(30)
                    .build();

            assertThat(client.subscriptions()
                            .updateSubscription(update(wanted, "ack_deadline_seconds"))
                            .getAckDeadlineSeconds())
                    .isEqualTo(30);
            for (String path : List.of("enable_message_ordering", "filter", "topic")) {
                assertRefused(
                        Code.INVALID_ARGUMENT, () -> client.subscriptions().updateSubscription(update(wanted, path)));
            }
        }

        private UpdateSubscriptionRequest update(Subscription wanted, String path) {
            return UpdateSubscriptionRequest.newBuilder()
                    .setSubscription(wanted)
                    .setUpdateMask(FieldMask.newBuilder().addPaths(path))
                    .build();
        }
    }

    @Nested
    class When_something_is_deleted {
        @Test
        void a_subscription_is_gone_with_its_messages() {
            subscribe(builder -> builder);
            publish("1");

            client.subscriptions().deleteSubscription(SUBSCRIPTION);

            assertRefused(Code.NOT_FOUND, () -> pull(1));
            assertThat(server.storedBytes()).isZero();
        }

        @Test
        void a_subscription_outlives_its_topic_and_keeps_what_it_has() {
            subscribe(builder -> builder);
            publish("1");

            client.topics().deleteTopic(TOPIC);

            assertThat(client.subscriptions().getSubscription(SUBSCRIPTION).getTopic())
                    .isEqualTo("_deleted-topic_");
            assertThat(texts(pull(10))).containsExactly("1");
            assertRefused(Code.NOT_FOUND, () -> publish("2"));
        }
    }
}
