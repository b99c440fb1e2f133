package io.triskel.local.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.rpc.StatusCode.Code;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Topic;
import io.triskel.local.Fault;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What may be published, and what may not. */
class PublishTest extends PubSubTest {
    @Nested
    class When_messages_are_published {
        @Test
        void each_gets_an_id_of_its_own_and_the_time() {
            PubSubSubscription subscription = subscribe(builder -> builder);

            List<String> ids = publish("1", "2", "3");

            assertThat(ids).doesNotHaveDuplicates().hasSize(3);
            assertThat(subscription.messages())
                    .extracting(PubsubMessage::getMessageId)
                    .containsExactlyElementsOf(ids);
            assertThat(subscription.messages())
                    .allSatisfy(message -> assertThat(message.getPublishTime().getSeconds())
                            .isEqualTo(clock.instant().getEpochSecond()));
            assertThat(subscription.topic().published()).isEqualTo(3);
        }

        @Test
        void a_topic_without_retention_keeps_nothing_and_one_with_it_keeps_all_for_its_time() {
            server.createTopic(TOPIC);
            publish("1");
            assertThat(server.storedBytes()).isZero();

            PubSubTopic keeping = server.createTopic(Topic.newBuilder()
                    .setName("projects/p/topics/kept")
                    .setMessageRetentionDuration(Timestamps.of(Duration.ofHours(1)))
                    .build());
            client.topics().publish(keeping.name(), List.of(message("2")));

            assertThat(keeping.messages())
                    .extracting(message -> message.getData().toStringUtf8())
                    .containsExactly("2");
            clock.pass(Duration.ofMinutes(61));
            assertThat(keeping.retained()).isEmpty();
            assertThat(server.storedBytes()).isZero();
        }
    }

    @Nested
    class At_the_limits {
        @Test
        void a_thousand_messages_fit_into_a_request_and_not_one_more() {
            server.createTopic(TOPIC);

            assertThat(client.topics()
                            .publish(TOPIC, Collections.nCopies(1000, message("x")))
                            .getMessageIdsCount())
                    .isEqualTo(1000);
            assertRefused(
                    Code.INVALID_ARGUMENT,
                    () -> client.topics().publish(TOPIC, Collections.nCopies(1001, message("x"))));
        }

        @Test
        void ten_million_bytes_fit_into_a_request_and_not_one_more() {
            server.createTopic(TOPIC);
            int header = sized(1_000_000).getSerializedSize() - 1_000_000;
            PubsubMessage fits = sized(10_000_000 - header);
            int over = fits.getSerializedSize() - 10_000_000;
            PubsubMessage exact = sized(10_000_000 - header - over);

            client.topics().publish(TOPIC, List.of(exact));

            assertThat(exact.getSerializedSize()).isEqualTo(10_000_000);
            assertRefused(
                    Code.INVALID_ARGUMENT,
                    () -> client.topics()
                            .publish(TOPIC, List.of(sized(exact.getData().size() + 1))));
        }

        @Test
        void a_message_has_data_or_an_attribute() {
            server.createTopic(TOPIC);

            client.topics().publish(TOPIC, List.of(attribute("k", "")));

            assertRefused(
                    Code.INVALID_ARGUMENT,
                    () -> client.topics().publish(TOPIC, List.of(PubsubMessage.getDefaultInstance())));
        }

        @Test
        void attributes_and_ordering_keys_have_their_lengths() {
            server.createTopic(TOPIC);

            client.topics().publish(TOPIC, List.of(attribute("k".repeat(256), "v".repeat(1024)), attributes(100)));
            publishKeyed("o".repeat(1024), "x");

            for (PubsubMessage message : List.of(
                    attribute("k".repeat(257), "v"),
                    attribute("ä".repeat(129), "v"),
                    attribute("k", "v".repeat(1025)),
                    attribute("googx", "v"),
                    attributes(101),
                    message("x").toBuilder().setOrderingKey("o".repeat(1025)).build())) {
                assertRefused(Code.INVALID_ARGUMENT, () -> client.topics().publish(TOPIC, List.of(message)));
            }
        }

        private PubsubMessage sized(int bytes) {
            return PubsubMessage.newBuilder()
                    .setData(ByteString.copyFrom(new byte[bytes]))
                    .build();
        }

        private PubsubMessage attribute(String key, String value) {
            return PubsubMessage.newBuilder().putAttributes(key, value).build();
        }

        private PubsubMessage attributes(int count) {
            PubsubMessage.Builder message = PubsubMessage.newBuilder();
            IntStream.range(0, count).forEach(i -> message.putAttributes("k" + i, "v"));
            return message.build();
        }
    }

    @Nested
    class When_quotas_hold {
        @Test
        void a_key_takes_a_million_bytes_per_second_and_other_keys_are_free() throws Exception {
            restart(PubSubSettings.defaults().withClock(clock).withQuotas(200_000_000));
            server.createTopic(TOPIC);

            publishKeyed("a", "x".repeat(900_000));
            assertRefused(Code.RESOURCE_EXHAUSTED, () -> publishKeyed("a", "x".repeat(200_000)));
            publishKeyed("b", "x".repeat(900_000));

            clock.pass(Duration.ofSeconds(1));
            publishKeyed("a", "x".repeat(200_000));
        }

        @Test
        void the_region_takes_so_much_per_second() throws Exception {
            restart(PubSubSettings.defaults().withClock(clock).withQuotas(1_000_000));
            server.createTopic(TOPIC);

            publish("x".repeat(900_000));
            assertRefused(Code.RESOURCE_EXHAUSTED, () -> publish("x".repeat(200_000)));

            clock.pass(Duration.ofSeconds(1));
            publish("x".repeat(200_000));
        }
    }

    @Nested
    class When_the_heap_is_full {
        @Test
        void publishing_is_refused_until_something_is_acknowledged() throws Exception {
            restart(PubSubSettings.defaults().withClock(clock).withMaxStoredBytes(1000));
            subscribe(builder -> builder);
            publish("x".repeat(800));

            assertRefused(Code.RESOURCE_EXHAUSTED, () -> publish("x".repeat(800)));
            ack(pull(1));
            publish("x".repeat(800));

            assertThat(texts(pull(10))).hasSize(1);
        }
    }

    @Nested
    class When_faults_are_injected {
        @Test
        void a_refused_call_has_the_code_that_it_was_armed_with_and_stores_nothing() {
            PubSubSubscription subscription = subscribe(builder -> builder);
            server.faults().next(1, "Publish", new Fault.Refused("UNAVAILABLE"));

            assertRefused(Code.UNAVAILABLE, () -> publish("1"));

            assertThat(subscription.backlog()).isZero();
        }

        @Test
        void a_lost_response_is_unavailable_and_the_message_is_there() {
            PubSubSubscription subscription = subscribe(builder -> builder);
            server.faults().next(1, "Publish", new Fault.LostResponse());

            assertRefused(Code.UNAVAILABLE, () -> publish("1"));

            assertThat(subscription.backlog()).isEqualTo(1);
        }

        @Test
        void a_failed_call_is_an_internal_error() {
            subscribe(builder -> builder);
            server.faults().next(1, "Publish", new Fault.Failed());

            assertRefused(Code.INTERNAL, () -> publish("1"));
        }

        @Test
        void a_slow_call_is_served_late() {
            PubSubSubscription subscription = subscribe(builder -> builder);
            server.faults().next(1, "Publish", new Fault.Slow(Duration.ofMillis(50)));
            long start = System.nanoTime();

            publish("1");

            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000);
            assertThat(subscription.backlog()).isEqualTo(1);
        }
    }
}
