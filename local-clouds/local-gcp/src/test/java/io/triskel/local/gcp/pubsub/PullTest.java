package io.triskel.local.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.core.ApiFuture;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import io.triskel.local.Await;
import io.triskel.local.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Messages on their way out of a subscription: acknowledged, failed, late, in order, dead. */
class PullTest extends PubSubTest {
    @Nested
    class When_messages_are_pulled {
        @Test
        void they_come_as_they_were_published_and_those_that_are_acknowledged_are_gone() {
            PubSubSubscription subscription = subscribe(builder -> builder);
            PubsubMessage published = PubsubMessage.newBuilder()
                    .setData(ByteString.copyFrom(new byte[] {1, -1}))
                    .putAttributes("k", "v")
                    .build();
            client.topics().publish(TOPIC, List.of(published));

            List<ReceivedMessage> pulled = pull(10);

            assertThat(pulled).singleElement().satisfies(message -> {
                assertThat(message.getMessage().getData()).isEqualTo(published.getData());
                assertThat(message.getMessage().getAttributesMap()).isEqualTo(Map.of("k", "v"));
                assertThat(message.getDeliveryAttempt()).isZero();
            });
            assertThat(subscription.isCaughtUp()).isFalse();
            ack(pulled);
            assertThat(subscription.isCaughtUp()).isTrue();
            assertThat(server.storedBytes()).isZero();
            assertThat(subscription.metrics()).isEqualTo(new SubscriptionMetrics(1, 1, 0, 0, 0));
        }

        @Test
        void one_that_waits_is_answered_when_a_message_arrives() throws Exception {
            subscribe(builder -> builder);
            ApiFuture<PullResponse> waiting = client.subscriptions()
                    .pullCallable()
                    .futureCall(PullRequest.newBuilder()
                            .setSubscription(SUBSCRIPTION)
                            .setMaxMessages(10)
                            .build());

            publish("1");

            assertThat(texts(waiting.get(4, TimeUnit.MINUTES).getReceivedMessagesList()))
                    .containsExactly("1");
        }

        @Test
        void one_that_waits_in_vain_is_answered_all_the_same() {
            subscribe(builder -> builder);

            assertThat(client.subscriptions().pull(SUBSCRIPTION, 10).getReceivedMessagesList())
                    .isEmpty();
        }
    }

    @Nested
    class When_a_message_is_not_acknowledged {
        @Test
        void it_comes_again_after_the_deadline_and_the_old_ack_id_means_nothing() {
            PubSubSubscription subscription = subscribe(builder -> builder);
            publish("1");
            List<ReceivedMessage> first = pull(10);
            clock.pass(Duration.ofSeconds(9));
            assertThat(pull(10)).isEmpty();

            clock.pass(Duration.ofSeconds(1));
            List<ReceivedMessage> second = pull(10);
            ack(first);

            assertThat(texts(second)).containsExactly("1");
            assertThat(subscription.backlog()).isEqualTo(1);
            ack(second);
            assertThat(subscription.backlog()).isZero();
        }

        @Test
        void its_deadline_can_be_extended() {
            subscribe(builder -> builder);
            publish("1");
            List<ReceivedMessage> first = pull(10);

            modify(first, 60);
            clock.pass(Duration.ofSeconds(59));
            assertThat(pull(10)).isEmpty();
            clock.pass(Duration.ofSeconds(1));

            assertThat(texts(pull(10))).containsExactly("1");
        }

        @Test
        void a_negative_acknowledgement_brings_it_again_at_once() {
            subscribe(builder -> builder);
            publish("1");

            nack(pull(10));

            assertThat(texts(pull(10))).containsExactly("1");
        }

        @Test
        void with_a_retry_policy_it_waits_twice_as_long_each_time() {
            subscribe(builder -> builder.setRetryPolicy(RetryPolicy.newBuilder()
                    .setMinimumBackoff(Timestamps.of(Duration.ofSeconds(10)))
                    .setMaximumBackoff(Timestamps.of(Duration.ofSeconds(30)))));
            publish("1");

            for (int seconds : new int[] {10, 20, 30, 30}) {
                nack(pull(10));
                clock.pass(Duration.ofSeconds(seconds).minusMillis(1));
                assertThat(pull(10)).isEmpty();
                clock.pass(Duration.ofMillis(1));
            }

            assertThat(texts(pull(10))).containsExactly("1");
        }

        @Test
        void it_is_forgotten_when_the_retention_is_over() {
            PubSubSubscription subscription =
                    subscribe(builder -> builder.setMessageRetentionDuration(Timestamps.of(Duration.ofMinutes(10))));
            publish("1");
            clock.pass(Duration.ofMinutes(9));
            publishKeyed("k", "2");
            clock.pass(Duration.ofMinutes(2));

            subscription.forgetOld(clock.instant());

            assertThat(texts(pull(10))).containsExactly("2");
            assertThat(subscription.metrics().forgotten()).isEqualTo(1);
        }
    }

    @Nested
    class With_message_ordering {
        @Test
        void only_one_batch_of_a_key_is_out_at_a_time_and_other_keys_go_on() {
            subscribe(builder -> builder.setEnableMessageOrdering(true));
            publishKeyed("a", "a1", "a2", "a3");
            publishKeyed("b", "b1");

            List<ReceivedMessage> first = pull(2);
            assertThat(texts(first)).containsExactly("a1", "a2");
            assertThat(texts(pull(10))).containsExactly("b1");
            ack(first.subList(0, 1));
            assertThat(pull(10)).isEmpty();
            ack(first.subList(1, 2));

            assertThat(texts(pull(10))).containsExactly("a3");
        }

        @Test
        void a_failed_one_takes_back_all_that_followed_it_acknowledged_or_not() {
            PubSubSubscription subscription = subscribe(builder -> builder.setEnableMessageOrdering(true));
            publishKeyed("a", "a1", "a2", "a3", "a4");
            List<ReceivedMessage> first = pull(3);

            ack(first.subList(0, 1));
            ack(first.subList(2, 3));
            nack(first.subList(1, 2));

            assertThat(subscription.backlog()).isEqualTo(3);
            assertThat(texts(pull(10))).containsExactly("a2", "a3", "a4");
        }

        @Test
        void one_whose_deadline_passes_does_so_too() {
            subscribe(builder -> builder.setEnableMessageOrdering(true));
            publishKeyed("a", "a1", "a2");
            List<ReceivedMessage> first = pull(10);
            ack(first.subList(1, 2));

            clock.pass(Duration.ofSeconds(10));

            assertThat(texts(pull(10))).containsExactly("a1", "a2");
        }

        @Test
        void a_key_waits_for_the_back_off_of_its_first_and_others_do_not() {
            subscribe(builder -> builder.setEnableMessageOrdering(true)
                    .setRetryPolicy(RetryPolicy.newBuilder().setMinimumBackoff(Timestamps.of(Duration.ofSeconds(10)))));
            publishKeyed("a", "a1", "a2");
            nack(pull(1));
            publishKeyed("b", "b1");

            assertThat(texts(pull(10))).containsExactly("b1");
            clock.pass(Duration.ofSeconds(10));

            assertThat(texts(pull(10))).containsExactly("a1", "a2");
        }

        @Test
        void messages_without_a_key_are_not_ordered() {
            subscribe(builder -> builder.setEnableMessageOrdering(true));
            publish("1", "2");

            assertThat(pull(1)).hasSize(1);
            assertThat(pull(1)).hasSize(1);
        }
    }

    @Nested
    class With_a_dead_letter_topic {
        private static final String DEAD = "projects/p/topics/dead";
        private static final String DEAD_SUBSCRIPTION = "projects/p/subscriptions/dead";

        private PubSubSubscription subscribeWithDeadLetters(boolean ordered) {
            server.createTopic(DEAD);
            server.createSubscription(Subscription.newBuilder()
                    .setName(DEAD_SUBSCRIPTION)
                    .setTopic(DEAD)
                    .build());
            return subscribe(builder -> builder.setEnableMessageOrdering(ordered)
                    .setDeadLetterPolicy(DeadLetterPolicy.newBuilder()
                            .setDeadLetterTopic(DEAD)
                            .setMaxDeliveryAttempts(5)));
        }

        @Test
        void a_message_is_forwarded_after_its_last_attempt_and_says_where_it_comes_from() {
            PubSubSubscription subscription = subscribeWithDeadLetters(false);
            client.topics()
                    .publish(
                            TOPIC,
                            List.of(message("1").toBuilder()
                                    .putAttributes("k", "v")
                                    .build()));

            for (int attempt = 1; attempt <= 5; attempt++) {
                List<ReceivedMessage> pulled = pull(10);
                assertThat(pulled.get(0).getDeliveryAttempt()).isEqualTo(attempt);
                nack(pulled);
            }

            Await.until("the forwarding", subscription::isCaughtUp);
            assertThat(subscription.metrics().deadLettered()).isEqualTo(1);
            assertThat(pull(DEAD_SUBSCRIPTION, 10)).singleElement().satisfies(letter -> {
                assertThat(letter.getMessage().getData().toStringUtf8()).isEqualTo("1");
                assertThat(letter.getMessage().getAttributesMap())
                        .containsEntry("k", "v")
                        .containsEntry("CloudPubSubDeadLetterSourceDeliveryCount", "5")
                        .containsEntry("CloudPubSubDeadLetterSourceSubscription", "orders")
                        .containsEntry("CloudPubSubDeadLetterSourceSubscriptionProject", "p")
                        .containsEntry("CloudPubSubDeadLetterSourceTopicPublishTime", "2026-11-25T12:00:00.000+00:00");
            });
        }

        @Test
        void its_key_goes_on_behind_it_and_followers_have_attempts_of_their_own() {
            subscribeWithDeadLetters(true);
            publishKeyed("a", "a1", "a2");

            for (int attempt = 1; attempt <= 5; attempt++) {
                nack(pull(1));
            }

            List<ReceivedMessage> next = Await.value("the follower", () -> {
                List<ReceivedMessage> pulled = pull(10);
                return pulled.isEmpty() ? Optional.empty() : Optional.of(pulled);
            });
            assertThat(texts(next)).containsExactly("a2");
            assertThat(next.get(0).getDeliveryAttempt()).isEqualTo(1);
        }

        @Test
        void nothing_is_lost_if_that_topic_is_gone() {
            PubSubSubscription subscription = subscribeWithDeadLetters(false);
            publish("1");
            client.topics().deleteTopic(DEAD);

            for (int attempt = 1; attempt <= 5; attempt++) {
                nack(pull(10));
            }

            Await.until("another try", () -> {
                clock.pass(Duration.ofMinutes(10));
                return !pull(10).isEmpty();
            });
            assertThat(subscription.backlog()).isEqualTo(1);
        }
    }

    @Nested
    class With_exactly_once_delivery {
        @Test
        void an_ack_id_that_is_not_valid_any_longer_is_an_error() {
            subscribe(builder -> builder.setEnableExactlyOnceDelivery(true));
            publish("1");
            List<ReceivedMessage> first = pull(10);
            clock.pass(Duration.ofSeconds(10));
            List<ReceivedMessage> second = pull(10);

            assertRefused(Code.INVALID_ARGUMENT, () -> ack(first));
            assertRefused(Code.INVALID_ARGUMENT, () -> modify(first, 20));
            ack(second);
        }

        @Test
        void no_acknowledgement_is_forgotten() {
            PubSubSubscription subscription = subscribe(builder -> builder.setEnableExactlyOnceDelivery(true));
            server.faults().often(1, "Redeliver", new Fault.LostResponse());
            publish("1");

            ack(pull(10));

            assertThat(subscription.isCaughtUp()).isTrue();
        }
    }

    @Nested
    class When_acknowledgements_go_wrong {
        @Test
        void a_forgotten_one_brings_the_message_again() {
            PubSubSubscription subscription = subscribe(builder -> builder.setEnableMessageOrdering(true));
            publishKeyed("a", "a1", "a2");
            server.faults().next(1, "Redeliver", new Fault.LostResponse());
            List<ReceivedMessage> first = pull(10);

            ack(first.subList(0, 1));

            List<ReceivedMessage> again = pull(10);
            assertThat(texts(again)).containsExactly("a1", "a2");
            ack(again);
            assertThat(subscription.isCaughtUp()).isTrue();
        }

        @Test
        void a_refused_one_has_not_happened() {
            PubSubSubscription subscription = subscribe(builder -> builder);
            publish("1");
            server.faults().next(1, "Acknowledge", new Fault.Refused("UNAVAILABLE"));
            List<ReceivedMessage> pulled = pull(10);

            assertRefused(Code.UNAVAILABLE, () -> ack(pulled));

            assertThat(subscription.backlog()).isEqualTo(1);
            ack(pulled);
            assertThat(subscription.backlog()).isZero();
        }
    }
}
