package io.triskel.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.firestore.Firestore;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.event.PortException;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.gcp.firestore.FirestoreInbox;
import io.triskel.gcp.firestore.FirestoreReadModel;
import io.triskel.gcp.pubsub.PubSubBus;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.local.Await;
import io.triskel.local.BreakingProxy;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.firestore.FirestoreServer;
import io.triskel.local.gcp.firestore.FirestoreSettings;
import io.triskel.local.gcp.pubsub.PubSubServer;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import io.triskel.projection.ReadModel.Row;
import io.triskel.publish.OrderedPublisher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections are reset now and then, idle ones above all (java-firestore#267); nobody is to notice. */
class BrokenConnectionsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final EventType NOTED = EventType.of("triskel.test.noted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(NOTED, Noted.class).build());

    private final FirestoreServer firestore = FirestoreServer.start(FirestoreSettings.defaults(), new FaultPlan(1));
    private final PubSubServer pubSub = PubSubServer.start(PubSubSettings.defaults(), new FaultPlan(1));
    private final BreakingProxy beforeFirestore = BreakingProxy.before(firestore.endpoint());
    private final BreakingProxy beforePubSub = BreakingProxy.before(pubSub.endpoint());
    private final GcpClients clients = GcpClients.of(GcpSettings.from(Map.of(
            "GOOGLE_CLOUD_PROJECT", "orders",
            "PUBSUB_EMULATOR_HOST", beforePubSub.authority(),
            "FIRESTORE_EMULATOR_HOST", beforeFirestore.authority())));
    private final Firestore client = clients.firestore();
    private final FirestoreCollections collections = new FirestoreCollections("orders");
    private final AtomicInteger tries = new AtomicInteger();

    record Noted(int n) {}

    @AfterEach
    void close() {
        clients.close();
        beforePubSub.close();
        beforeFirestore.close();
        pubSub.close();
        firestore.close();
    }

    /** What happens to the connections that are open. */
    enum Break {
        AT_THE_NEXT_REQUEST,
        AT_THE_NEXT_ANSWER,
        AT_ONCE;

        void strike(BreakingProxy proxy) {
            switch (this) {
                case AT_THE_NEXT_REQUEST -> proxy.forgetConnections();
                case AT_THE_NEXT_ANSWER -> proxy.loseAnswers();
                case AT_ONCE -> proxy.resetConnections();
            }
        }
    }

    @Test
    void a_client_has_as_many_connections_as_it_may() {
        try (GcpClients wide = GcpClients.of(GcpSettings.from(Map.of(
                "GOOGLE_CLOUD_PROJECT", "orders",
                "FIRESTORE_EMULATOR_HOST", beforeFirestore.authority(),
                "TRISKEL_GCP_CHANNELS", "3")))) {
            FirestoreInbox inbox = new FirestoreInbox(wide.firestore(), collections, Duration.ofDays(8));
            List<EventId> many = IntStream.range(0, 12)
                    .mapToObj(i -> new EventId("/test", "" + i))
                    .toList();

            assertThat(inbox.claimAll("consumer", many, NOW, Duration.ofMinutes(1)))
                    .allMatch(ClaimResult.Claimed.class::isInstance);

            assertThat(beforeFirestore.connections()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_inbox_claims_each_event(Break how) {
        FirestoreInbox inbox = new FirestoreInbox(client, collections, Duration.ofDays(8));

        for (int i = 0; i < 5; i++) {
            List<ClaimResult> results =
                    inbox.claimAll("consumer", List.of(new EventId("/test", "" + i)), NOW, Duration.ofMinutes(1));
            assertThat(results).allMatch(ClaimResult.Claimed.class::isInstance);
            how.strike(beforeFirestore);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_row_is_written_and_read(Break how) {
        FirestoreReadModel rows = new FirestoreReadModel(client, collections);

        for (int i = 0; i < 5; i++) {
            Row row = new Row("row", i + 1, i + 1, Map.of("index", "key"), new byte[] {(byte) i});
            assertThat(rows.put("table", row, i)).isTrue();
            how.strike(beforeFirestore);
            assertThat(rows.get("table", "row")).contains(row);
            how.strike(beforeFirestore);
            assertThat(rows.query("table", "index", "key", Optional.empty(), 10).items())
                    .containsExactly(row);
            how.strike(beforeFirestore);
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_event_is_published(Break how) {
        pubSub.createTopic("projects/orders/topics/notes");
        OrderedPublisher publisher =
                OrderedPublisher.builder(PubSubBus.of(clients, "notes"), CODEC).build();

        for (int i = 0; i < 5; i++) {
            Envelope<Noted> note = Envelope.of(new EventId("/test", "" + i), NOTED, new Noted(i))
                    .withKey(new OrderingKey("key"));
            assertThat(publisher
                            .publishAndWait(List.of(note), Deadline.in(Duration.ofMinutes(4), InstantSource.system()))
                            .complete())
                    .isTrue();
            how.strike(beforePubSub);
        }
    }

    /** Nothing but the missing answer to a ping shows it: the time until the ping makes this slow. */
    @Test
    @Tag("slow")
    void a_connection_that_dies_without_a_reset_is_left() {
        pubSub.createTopic("projects/orders/topics/notes");
        try (GcpClients impatient = GcpClients.of(GcpSettings.from(Map.of(
                "GOOGLE_CLOUD_PROJECT", "orders",
                "PUBSUB_EMULATOR_HOST", beforePubSub.authority(),
                "FIRESTORE_EMULATOR_HOST", beforeFirestore.authority(),
                "TRISKEL_GCP_CALL_TIMEOUT_MS", "200",
                "TRISKEL_GCP_STORE_TIMEOUT_MS", "200")))) {
            FirestoreReadModel rows = new FirestoreReadModel(impatient.firestore(), collections);
            OrderedPublisher publisher = OrderedPublisher.builder(PubSubBus.of(impatient, "notes"), CODEC)
                    .build();
            Await.until("the first answers", () -> answers(rows) && isPublished(publisher));

            beforeFirestore.swallowConnections();
            beforePubSub.swallowConnections();

            assertThat(answers(rows)).isFalse();
            assertThat(isPublished(publisher)).isFalse();
            Await.until("a new connection to Firestore", () -> answers(rows));
            Await.until("a new connection to Pub/Sub", () -> isPublished(publisher));
        }
    }

    private static boolean answers(FirestoreReadModel rows) {
        try {
            return rows.get("table", "row").isEmpty();
        } catch (PortException failed) {
            return false;
        }
    }

    private boolean isPublished(OrderedPublisher publisher) {
        // A key whose event was rejected is withheld, so each try has its own.
        String id = "" + tries.incrementAndGet();
        Envelope<Noted> note =
                Envelope.of(new EventId("/test", id), NOTED, new Noted(0)).withKey(new OrderingKey(id));
        return publisher
                .publishAndWait(List.of(note), Deadline.in(Duration.ofMillis(400), InstantSource.system()))
                .complete();
    }
}
