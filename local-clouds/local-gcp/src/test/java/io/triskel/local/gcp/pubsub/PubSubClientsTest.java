package io.triskel.local.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutures;
import com.google.api.gax.batching.FlowControlSettings;
import com.google.cloud.pubsub.v1.AckResponse;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.cloud.pubsub.v1.MessageReceiverWithAckResponse;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.common.util.concurrent.Futures;
import com.google.pubsub.v1.Subscription;
import io.triskel.local.Await;
import io.triskel.local.ChildProcess;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.NodeTools;
import io.triskel.local.gcp.PubSubClients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of different makes, with their own batches, streams and retries: what works with one only, works by accident. */
@Tag("local-clouds")
class PubSubClientsTest {
    private static final int KEYS = 20;
    private static final int PER_KEY = 100;

    private final PubSubServer server = PubSubServer.start(PubSubSettings.defaults(), new FaultPlan(7));
    private final PubSubClients client = PubSubClients.of(server.endpoint());

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
    }

    private PubSubSubscription subscribe(boolean ordered, boolean exactlyOnce) {
        server.createTopic(PubSubTest.TOPIC);
        return server.createSubscription(Subscription.newBuilder()
                .setName(PubSubTest.SUBSCRIPTION)
                .setTopic(PubSubTest.TOPIC)
                .setEnableMessageOrdering(ordered)
                .setEnableExactlyOnceDelivery(exactlyOnce)
                .build());
    }

    private void publishAll(boolean ordered) throws Exception {
        Publisher publisher = client.publisher(PubSubTest.TOPIC)
                .setEnableMessageOrdering(ordered)
                .build();
        List<ApiFuture<String>> ids = new ArrayList<>();
        for (int i = 0; i < PER_KEY; i++) {
            for (int key = 0; key < KEYS; key++) {
                ids.add(publisher.publish(PubSubTest.message(Integer.toString(i)).toBuilder()
                        .setOrderingKey(ordered ? "key-" + key : "")
                        .build()));
            }
        }
        ApiFutures.allAsList(ids).get(4, TimeUnit.MINUTES);
        publisher.shutdown();
    }

    private static void stop(Subscriber subscriber) {
        subscriber.stopAsync().awaitTerminated();
    }

    @Test
    void the_java_client_gets_every_key_in_order_though_streams_break_and_answers_are_lost() throws Exception {
        PubSubSubscription subscription = subscribe(true, false);
        server.faults()
                .often(0.02, "Publish", new Fault.LostResponse())
                .often(0.02, "Publish", new Fault.Refused("UNAVAILABLE"))
                .often(0.05, "Acknowledge", new Fault.Slow(Duration.ofMillis(5)))
                .often(0.002, "Redeliver", new Fault.LostResponse());
        Map<String, Queue<Integer>> seen = new ConcurrentHashMap<>();
        MessageReceiver receiver = (message, reply) -> {
            seen.computeIfAbsent(message.getOrderingKey(), key -> new ConcurrentLinkedQueue<>())
                    .add(Integer.parseInt(message.getData().toStringUtf8()));
            reply.ack();
        };
        Subscriber subscriber =
                client.subscriber(PubSubTest.SUBSCRIPTION, receiver).build();
        subscriber.startAsync().awaitRunning();

        publishAll(true);
        server.endStreams();
        Await.until("everything", subscription::isCaughtUp);
        stop(subscriber);

        List<Integer> wanted = IntStream.range(0, PER_KEY).boxed().toList();
        assertThat(seen)
                .hasSize(KEYS)
                .allSatisfy(
                        (key, numbers) -> assertThat(firsts(numbers)).as(key).isEqualTo(wanted));
        assertThat(server.faults().injected()).isNotEmpty();
    }

    @Test
    void the_java_client_is_never_given_more_than_it_asked_for() throws Exception {
        PubSubSubscription subscription = subscribe(false, false);
        AtomicInteger out = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        MessageReceiver receiver = (message, reply) -> {
            most.accumulateAndGet(out.incrementAndGet(), Math::max);
            out.decrementAndGet();
            reply.ack();
        };
        Subscriber subscriber = client.subscriber(PubSubTest.SUBSCRIPTION, receiver)
                .setFlowControlSettings(FlowControlSettings.newBuilder()
                        .setMaxOutstandingElementCount(10L)
                        .build())
                .build();
        server.topic(PubSubTest.TOPIC)
                .publish(IntStream.range(0, 100)
                        .mapToObj(i -> PubSubTest.message("m" + i))
                        .toList());

        subscriber.startAsync().awaitRunning();

        Await.until("everything", subscription::isCaughtUp);
        stop(subscriber);
        assertThat(most.get()).isBetween(1, 10);
    }

    @Test
    void the_java_client_hears_that_an_acknowledgement_counts_with_exactly_once_delivery() throws Exception {
        PubSubSubscription subscription = subscribe(true, true);
        Queue<AckResponse> answers = new ConcurrentLinkedQueue<>();
        MessageReceiverWithAckResponse receiver = (message, reply) -> {
            ApiFuture<AckResponse> answer = reply.ack();
            answer.addListener(() -> answers.add(Futures.getUnchecked(answer)), Runnable::run);
        };
        Subscriber subscriber =
                client.ackingSubscriber(PubSubTest.SUBSCRIPTION, receiver).build();
        subscriber.startAsync().awaitRunning();

        publishAll(true);

        Await.until("everything", subscription::isCaughtUp);
        Await.until("the answers", () -> answers.size() == KEYS * PER_KEY);
        stop(subscriber);
        assertThat(answers).containsOnly(AckResponse.SUCCESSFUL);
        assertThat(subscription.metrics().delivered()).isEqualTo(KEYS * PER_KEY);
    }

    @Test
    void the_client_for_node_publishes_streams_fails_and_seeks(@TempDir Path folder) throws Exception {
        Path module = NodeTools.projectRoot().resolve("local-clouds/local-gcp/src/test/node");
        NodeTools tools = NodeTools.install(module, NodeTools.projectRoot().resolve(".triskel/node-test-gcp"));

        try (ChildProcess node = ChildProcess.start(
                List.of(
                        "node",
                        module.resolve("pubsub.mjs").toString(),
                        tools.folder().toString()),
                folder,
                // Or it would look for Google's own machines around it.
                Map.of("PUBSUB_EMULATOR_HOST", server.endpoint(), "METADATA_SERVER_DETECTION", "none"),
                folder.resolve("node.log"))) {
            int status = node.onExit().get(4, TimeUnit.MINUTES);

            assertThat(status).as(node.tail(2000)).isZero();
            assertThat(node.tail(2000))
                    .contains(
                            "{\"ids\":100,\"first\":100,\"firstInOrder\":true,\"second\":100,\"data\":true,\"error\":5}");
        }
    }

    /** What came for the first time, in the order in which it came. */
    private static List<Integer> firsts(Queue<Integer> numbers) {
        return numbers.stream().distinct().toList();
    }
}
