package io.triskel.local.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.json.webtoken.JsonWebSignature;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.Await;
import io.triskel.local.Fault;
import io.triskel.local.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Subscriptions that post their messages to an endpoint. */
class PushTest extends PubSubTest {
    private record Push(String body, Map<String, List<String>> headers) {
        private String text() {
            try {
                JsonNode node = new ObjectMapper().readTree(body);
                return new String(
                        Base64.getDecoder().decode(node.at("/message/data").asText()), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new AssertionError(body, e);
            }
        }
    }

    private final List<Push> pushes = new CopyOnWriteArrayList<>();
    private volatile int status = 204;
    private final LoopbackServer endpoint = LoopbackServer.start("endpoint", 4, this::take);

    @AfterEach
    void closeEndpoint() {
        endpoint.close();
    }

    private void take(HttpExchange call) throws IOException {
        try (call) {
            pushes.add(new Push(
                    new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    Map.copyOf(call.getRequestHeaders())));
            call.sendResponseHeaders(status, -1);
        }
    }

    private PubSubSubscription subscribePushed(UnaryOperator<PushConfig.Builder> config) {
        return subscribe(builder -> builder.setEnableMessageOrdering(true)
                .setPushConfig(config.apply(
                        PushConfig.newBuilder().setPushEndpoint(endpoint.uri().toString())))
                .setRetryPolicy(RetryPolicy.newBuilder()
                        .setMinimumBackoff(Timestamps.of(Duration.ofSeconds(1)))
                        .setMaximumBackoff(Timestamps.of(Duration.ofSeconds(10)))));
    }

    private void awaitPushes(int count) {
        Await.until(count + " pushes", () -> pushes.size() >= count);
    }

    @Nested
    class When_the_endpoint_takes_a_message {
        @Test
        void it_got_it_as_json_and_the_message_is_acknowledged() throws Exception {
            PubSubSubscription subscription = subscribePushed(config -> config);

            String id = publishKeyed("a", "1").get(0);

            Await.until("the acknowledgement", subscription::isCaughtUp);
            JsonNode body = new ObjectMapper().readTree(pushes.get(0).body());
            assertThat(pushes.get(0).text()).isEqualTo("1");
            assertThat(body.path("subscription").asText()).isEqualTo(SUBSCRIPTION);
            assertThat(body.at("/message/messageId").asText()).isEqualTo(id);
            assertThat(body.at("/message/message_id").asText()).isEqualTo(id);
            assertThat(body.at("/message/publishTime").asText()).isEqualTo("2026-11-25T12:00:00Z");
            assertThat(body.at("/message/orderingKey").asText()).isEqualTo("a");
            assertThat(pushes.get(0).headers().get("Content-type")).containsExactly("application/json");
        }

        @Test
        void it_sees_the_token_of_the_subscriptions_service_account() throws Exception {
            PubSubSubscription subscription = subscribePushed(config -> config.setOidcToken(
                    PushConfig.OidcToken.newBuilder().setServiceAccountEmail("pusher@p.iam.gserviceaccount.com")));

            publishKeyed("a", "1");

            Await.until("the acknowledgement", subscription::isCaughtUp);
            String shown = pushes.get(0).headers().get("Authorization").get(0);
            assertThat(shown).startsWith("Bearer ");
            assertThat(JsonWebSignature.parse(GsonFactory.getDefaultInstance(), shown.substring("Bearer ".length()))
                            .getPayload())
                    .containsEntry("email", "pusher@p.iam.gserviceaccount.com")
                    .containsEntry("aud", endpoint.uri().toString());
        }

        @Test
        void it_gets_the_bare_message_if_it_wants_no_wrapper() {
            PubSubSubscription subscription = subscribePushed(config ->
                    config.setNoWrapper(PushConfig.NoWrapper.newBuilder().setWriteMetadata(true)));

            client.topics()
                    .publish(
                            TOPIC,
                            List.of(message("1").toBuilder()
                                    .putAttributes("k", "v")
                                    .build()));

            Await.until("the acknowledgement", subscription::isCaughtUp);
            assertThat(pushes.get(0).body()).isEqualTo("1");
            assertThat(pushes.get(0).headers())
                    .containsEntry("K", List.of("v"))
                    .containsEntry("X-goog-pubsub-subscription-name", List.of(SUBSCRIPTION));
        }
    }

    @Nested
    class When_the_endpoint_fails {
        @Test
        void the_message_comes_again_after_the_back_off_and_its_key_waits() {
            status = 500;
            PubSubSubscription subscription = subscribePushed(config -> config);
            publishKeyed("a", "a1", "a2");
            Await.until("the failure", () -> subscription.metrics().failed() == 1);
            publishKeyed("b", "b1");
            Await.until("the other key", () -> subscription.metrics().failed() == 2);
            assertThat(pushes).extracting(Push::text).containsExactly("a1", "b1");

            status = 200;
            clock.pass(Duration.ofSeconds(1));

            Await.until("the acknowledgements", subscription::isCaughtUp);
            assertThat(pushes)
                    .extracting(Push::text)
                    .filteredOn(text -> text.startsWith("a"))
                    .containsExactly("a1", "a1", "a2");
        }

        @Test
        void all_messages_wait_if_quotas_apply_and_longer_the_more_pushes_failed() throws Exception {
            restart(PubSubSettings.defaults().withClock(clock).withQuotas(200_000_000));
            status = 500;
            PubSubSubscription subscription = subscribePushed(config -> config);
            publishKeyed("a", "1");
            Await.until("the failure", () -> subscription.metrics().failed() == 1);
            List.of("b", "c", "d", "e", "f").forEach(key -> publishKeyed(key, "1"));
            clock.pass(Duration.ofMillis(499));
            assertThat(subscription.metrics().delivered()).isEqualTo(1);

            clock.pass(Duration.ofMillis(1));
            Await.until("five failures", () -> subscription.metrics().failed() == 6);
            status = 200;
            clock.pass(Duration.ofSeconds(30));
            publishKeyed("g", "1");
            assertThat(subscription.metrics().delivered()).isEqualTo(6);

            clock.pass(Duration.ofSeconds(30));
            Await.until("the acknowledgements", subscription::isCaughtUp);
        }

        @Test
        void a_lost_answer_brings_the_message_twice() {
            server.faults().next(1, "Push", new Fault.LostResponse());
            PubSubSubscription subscription = subscribePushed(config -> config);
            publish("1");
            awaitPushes(1);
            Await.until("the loss", () -> subscription.metrics().failed() == 1);

            clock.pass(Duration.ofSeconds(1));

            Await.until("the acknowledgement", subscription::isCaughtUp);
            assertThat(pushes).hasSize(2);
        }
    }

    @Nested
    class When_it_is_pushed {
        @Test
        void it_cannot_be_pulled_until_the_endpoint_is_taken_away() {
            subscribePushed(config -> config);
            assertRefused(Code.FAILED_PRECONDITION, () -> pull(1));

            client.subscriptions().modifyPushConfig(SUBSCRIPTION, PushConfig.getDefaultInstance());
            publish("1");

            assertThat(texts(pull(1))).containsExactly("1");
            assertThat(pushes).isEmpty();
        }

        @Test
        void its_endpoint_is_checked() {
            server.createTopic(TOPIC);
            assertRefused(
                    Code.INVALID_ARGUMENT,
                    () -> client.subscriptions()
                            .createSubscription(Subscription.newBuilder()
                                    .setName(SUBSCRIPTION)
                                    .setTopic(TOPIC)
                                    .setPushConfig(PushConfig.newBuilder().setPushEndpoint("nowhere"))
                                    .build()));
        }
    }
}
