package io.triskel.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.pubsub.v1.Subscription;
import io.triskel.codec.TypeRegistry;
import io.triskel.local.Await;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.firestore.FirestoreServer;
import io.triskel.local.gcp.firestore.FirestoreSettings;
import io.triskel.local.gcp.pubsub.PubSubServer;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.spi.Hosting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A long-running process finds the adapter, and its consumers are fed from their subscriptions. */
class GcpHostingTest {
    private static final String PROJECT = "projects/triskel-test/";

    private final List<Object> handled = new CopyOnWriteArrayList<>();
    private final PubSubServer pubSub = PubSubServer.start(PubSubSettings.defaults(), new FaultPlan(1));
    private final FirestoreServer firestore = FirestoreServer.start(FirestoreSettings.defaults(), new FaultPlan(1));
    private final Hosting hosting = open(Map.of(
            "GOOGLE_CLOUD_PROJECT",
            "triskel-test",
            "PUBSUB_EMULATOR_HOST",
            pubSub.endpoint(),
            "FIRESTORE_EMULATOR_HOST",
            firestore.endpoint(),
            GcpPlatform.TOPIC,
            "events",
            GcpPlatform.COLLECTIONS,
            "test"));

    record Paid(String order) {}

    private static Hosting open(Map<String, String> environment) {
        Hosting.Provider provider =
                ServiceLoader.load(Hosting.Provider.class).findFirst().orElseThrow();
        assertThat(provider.name()).isEqualTo("gcp");
        return provider.open(
                environment,
                Platform.Settings.of(
                        "/orders",
                        TypeRegistry.builder().add("orders.paid", 1, Paid.class).build()));
    }

    private HostedConsumer shipping() {
        return hosting.platform()
                .consumer("shipping")
                .on(Paid.class, (event, handling) -> handled.add(event.data()))
                .build();
    }

    private Hosting.Run run(Hosting.Feed feed) {
        return feed.run(100, hosting.platform().in(Duration.ofMinutes(1)));
    }

    @AfterEach
    void close() {
        hosting.platform().close();
        pubSub.close();
        firestore.close();
    }

    @Test
    void a_consumer_is_fed_from_the_subscription_of_topic_and_name() {
        pubSub.createTopic(PROJECT + "topics/events");
        pubSub.createSubscription(Subscription.newBuilder()
                .setName(PROJECT + "subscriptions/events-shipping")
                .setTopic(PROJECT + "topics/events")
                .setEnableMessageOrdering(true)
                .build());
        hosting.platform().publish(new Paid("42"), "42");

        try (Hosting.Feed feed = hosting.feeds(List.of(shipping())).get(0)) {
            Await.until("the event is settled", () -> run(feed).settled() == 1);
            Hosting.Run quiet = run(feed);

            assertThat(handled).containsExactly(new Paid("42"));
            assertThat(quiet.caughtUp()).isTrue();
            assertThat(quiet.problems()).isEmpty();
        }
    }

    @Test
    void a_subscription_that_is_not_there_is_a_problem_of_the_run() {
        try (Hosting.Feed feed = hosting.feeds(List.of(shipping())).get(0)) {
            Await.until(
                    "the problem is told",
                    () -> run(feed).problems().stream().anyMatch(problem -> problem.startsWith("subscription: ")));
        }
    }
}
