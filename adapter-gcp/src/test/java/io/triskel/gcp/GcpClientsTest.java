package io.triskel.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.core.ApiFuture;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.Subscription;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.pubsub.PubSubServer;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class GcpClientsTest {
    private static final String TOPIC = "projects/orders/topics/placed";
    private static final String SUBSCRIPTION = "projects/orders/subscriptions/saga";

    private final PubSubServer server = PubSubServer.start(PubSubSettings.defaults(), new FaultPlan(1));
    private final GcpClients clients = clients(server.endpoint());

    private static GcpClients clients(String endpoint) {
        return clients(endpoint, "10000");
    }

    private static GcpClients clients(String endpoint, String callTimeoutMillis) {
        return GcpClients.of(GcpSettings.from(Map.of(
                "GOOGLE_CLOUD_PROJECT",
                "orders",
                "PUBSUB_EMULATOR_HOST",
                endpoint,
                "TRISKEL_GCP_CALL_TIMEOUT_MS",
                callTimeoutMillis)));
    }

    @AfterEach
    void close() {
        clients.close();
        server.close();
    }

    @Test
    void a_topic_is_named_by_its_id_or_in_full_and_has_one_publisher() {
        Publisher publisher = clients.publisher("placed");

        assertThat(publisher.getTopicNameString()).isEqualTo(TOPIC);
        assertThat(clients.publisher(TOPIC)).isSameAs(publisher);
    }

    @Test
    void a_subscription_is_named_by_its_id_or_in_full() {
        assertThat(clients.subscription("saga")).isEqualTo(SUBSCRIPTION);
        assertThat(clients.subscription("projects/other/subscriptions/saga"))
                .isEqualTo("projects/other/subscriptions/saga");
    }

    @Test
    void a_publisher_tries_once_and_says_what_it_truly_was() {
        server.createTopic(TOPIC);
        server.faults().often(1, "Publish", new Fault.Refused("UNAVAILABLE"));

        assertThatThrownBy(() -> publish(clients))
                .satisfies(failure -> assertThat(GcpErrors.causeOf(failure)).isEqualTo(RejectionCause.UNKNOWN));
        assertThat(server.faults().injected().values()).containsExactly(1L);
    }

    @Test
    void a_publisher_waits_for_an_answer_no_longer_than_a_call_may_take() {
        server.createTopic(TOPIC);
        server.faults().next(1, "Publish", new Fault.Slow(Duration.ofMinutes(10)));
        try (GcpClients hasty = clients(server.endpoint(), "200")) {
            assertThatThrownBy(() -> publish(hasty))
                    .satisfies(failure -> assertThat(GcpErrors.causeOf(failure)).isEqualTo(RejectionCause.UNKNOWN));
        }
    }

    @Test
    void acknowledgements_are_tried_again() {
        server.createTopic(TOPIC);
        server.createSubscription(
                Subscription.newBuilder().setName(SUBSCRIPTION).setTopic(TOPIC).build());
        server.topic(TOPIC).publish(List.of(message()));
        String ackId = clients.subscriber()
                .pullCallable()
                .call(PullRequest.newBuilder()
                        .setSubscription(SUBSCRIPTION)
                        .setMaxMessages(1)
                        .build())
                .getReceivedMessages(0)
                .getAckId();
        server.faults().next(2, "Acknowledge", new Fault.Refused("UNAVAILABLE"));

        clients.subscriber()
                .acknowledgeCallable()
                .call(AcknowledgeRequest.newBuilder()
                        .setSubscription(SUBSCRIPTION)
                        .addAckIds(ackId)
                        .build());

        assertThat(server.subscription(SUBSCRIPTION).isCaughtUp()).isTrue();
    }

    @Test
    void a_service_that_is_not_there_is_transient() {
        try (GcpClients nowhere = clients("127.0.0.1:1")) {
            assertThatThrownBy(() -> publish(nowhere))
                    .satisfies(failure -> assertThat(GcpErrors.causeOf(failure)).isEqualTo(RejectionCause.TRANSIENT));
        }
    }

    @Test
    void closing_ends_also_publishers_that_hold_messages_back_for_good() {
        server.createTopic(TOPIC);
        server.faults().often(1, "Publish", new Fault.Refused("PERMISSION_DENIED"));
        ApiFuture<String> first = clients.publisher("placed").publish(message());
        ApiFuture<String> second = clients.publisher("placed").publish(message());
        clients.publisher("placed").publishAllOutstanding();

        clients.close();

        assertThat(first.isDone()).isTrue();
        assertThat(second.isDone()).isTrue();
    }

    private static void publish(GcpClients to) throws Exception {
        ApiFuture<String> published = to.publisher("placed").publish(message());
        to.publisher("placed").publishAllOutstanding();
        published.get(4, TimeUnit.MINUTES);
    }

    private static PubsubMessage message() {
        return PubsubMessage.newBuilder()
                .setData(ByteString.copyFromUtf8("placed"))
                .setOrderingKey("a")
                .build();
    }
}
