package io.triskel.local.gcp.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import io.triskel.local.Await;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.pubsub.PubSubServer;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import io.triskel.local.gcp.pubsub.PubSubSubscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages handed to an event function in its own JVM, as Eventarc does it. */
@Tag("local-clouds")
class EventTriggerTest {
    private static final String TOPIC = "projects/p/topics/orders";
    private static final String DEAD = "projects/p/topics/dead";

    @TempDir
    Path folder;

    private PubSubServer pubSub;
    private FunctionHost host;
    private Path output;
    private CloudFunction function;

    @BeforeEach
    void start() throws Exception {
        pubSub = PubSubServer.start(PubSubSettings.defaults(), new FaultPlan(1));
        host = FunctionHost.start(folder.resolve("logs"));
        output = folder.resolve("output");
        function = host.deploy(Deployment.events(folder, output));
        pubSub.createTopic(TOPIC);
        pubSub.createTopic(DEAD);
    }

    @AfterEach
    void close() {
        host.close();
        pubSub.close();
    }

    private PubSubSubscription subscribe(UnaryOperator<Subscription.Builder> with) {
        return pubSub.createSubscription(with.apply(Subscription.newBuilder()
                        .setName("projects/p/subscriptions/eventarc-orders")
                        .setTopic(TOPIC)
                        .setEnableMessageOrdering(true)
                        .setAckDeadlineSeconds(60)
                        .setRetryPolicy(RetryPolicy.newBuilder()
                                .setMinimumBackoff(Duration.newBuilder().setNanos(20_000_000))
                                .setMaximumBackoff(Duration.newBuilder().setSeconds(1))))
                .build());
    }

    private void publish(String key, String... texts) {
        for (String text : texts) {
            pubSub.topic(TOPIC)
                    .publish(List.of(PubsubMessage.newBuilder()
                            .setData(ByteString.copyFromUtf8(text))
                            .setOrderingKey(key)
                            .build()));
        }
    }

    private List<String> written() {
        try {
            return Files.exists(output) ? Files.readAllLines(output) : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitCaughtUp(EventTrigger trigger) {
        Await.until("all events", trigger::isCaughtUp);
    }

    @Nested
    class When_a_message_arrives {
        @Test
        void the_function_gets_it_as_an_event_and_it_is_acknowledged() {
            EventTrigger trigger = host.trigger(subscribe(builder -> builder), function);
            publish("a", "describe");

            awaitCaughtUp(trigger);

            assertThat(written())
                    .singleElement()
                    .asString()
                    .matches("a describe google.cloud.pubsub.topic.v1.messagePublished"
                            + " //pubsub.googleapis.com/projects/p/topics/orders \\d+");
            assertThat(function.metrics().invocations()).isEqualTo(1);
        }

        @Test
        void one_that_is_too_large_for_an_event_never_reaches_the_function() {
            EventTrigger trigger = host.trigger(subscribe(builder -> builder), function);
            publish("a", "x".repeat(400_000));
            Await.until("two failures", () -> trigger.subscription().metrics().failed() >= 2);

            assertThat(function.metrics().invocations()).isZero();
        }
    }

    @Nested
    class When_an_event_fails {
        @Test
        void it_comes_again_and_its_key_waits_for_it() {
            EventTrigger trigger = host.trigger(subscribe(builder -> builder), function);
            publish("a", "fail-once-1", "a2", "a3");
            publish("b", "b1");

            awaitCaughtUp(trigger);

            assertThat(written())
                    .filteredOn(line -> line.startsWith("a "))
                    .containsExactly("a fail-once-1", "a a2", "a a3");
            assertThat(written()).contains("b b1");
            assertThat(function.metrics().errors()).isEqualTo(1);
        }

        @Test
        void it_is_a_dead_letter_after_its_last_attempt_and_its_key_goes_on() {
            EventTrigger trigger = host.trigger(
                    subscribe(builder -> builder.setDeadLetterPolicy(DeadLetterPolicy.newBuilder()
                            .setDeadLetterTopic(DEAD)
                            .setMaxDeliveryAttempts(5))),
                    function);
            publish("a", "fail", "a2");

            awaitCaughtUp(trigger);

            assertThat(written())
                    .containsExactly(
                            "attempt 1 of fail",
                            "attempt 2 of fail",
                            "attempt 3 of fail",
                            "attempt 4 of fail",
                            "attempt 5 of fail",
                            "a a2");
            assertThat(pubSub.topic(DEAD).published()).isEqualTo(1);
        }

        @Test
        void without_retry_it_is_dropped() {
            EventTrigger trigger = host.trigger(subscribe(builder -> builder), function, false);
            publish("a", "fail", "a2");

            awaitCaughtUp(trigger);

            assertThat(written()).containsExactly("attempt  of fail", "a a2");
        }

        @Test
        void one_whose_instance_ended_comes_again_too() {
            EventTrigger trigger = host.trigger(subscribe(builder -> builder), function);
            publish("a", "exit-once-1", "a2");

            awaitCaughtUp(trigger);

            assertThat(written()).containsExactly("a exit-once-1", "a a2");
        }
    }

    @Nested
    class When_everything_goes_wrong_at_once {
        @Test
        void nothing_is_lost_and_each_key_keeps_its_order() {
            pubSub.faults().often(0.02, "Push", new Fault.LostResponse());
            host.faults().often(0.05, "Invoke", new Fault.LostResponse()).often(0.05, "Invoke", new Fault.Failed());
            EventTrigger trigger = host.trigger(subscribe(builder -> builder), function);
            for (int i = 0; i < 30; i++) {
                for (int key = 0; key < 10; key++) {
                    publish("key-" + key, "%02d".formatted(i));
                }
            }
            Await.until("the first events", () -> written().size() > 20);
            function.killOne();
            Await.until("more events", () -> written().size() > 100);
            function.killOne();

            awaitCaughtUp(trigger);

            for (int key = 0; key < 10; key++) {
                String prefix = "key-" + key + " ";
                assertThat(written().stream()
                                .filter(line -> line.startsWith(prefix))
                                .distinct())
                        .containsExactlyElementsOf(IntStream.range(0, 30)
                                .mapToObj(i -> prefix + "%02d".formatted(i))
                                .toList());
            }
            assertThat(host.faults().injected()).isNotEmpty();
        }
    }
}
