package io.triskel.local.gcp.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.core.ApiFuture;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Subscription;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.PubSubClients;
import io.triskel.local.gcp.firestore.FirestoreServer;
import io.triskel.local.gcp.firestore.FirestoreSettings;
import io.triskel.local.gcp.pubsub.PubSubServer;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a service account may do, asked by the real clients. */
class AccessTest {
    private static final String ORDERS = "projects/p/topics/orders";
    private static final String OTHERS = "projects/p/topics/others";
    private static final String DATABASE = "projects/p/databases/(default)";
    private static final String PUBLISHER = "roles/pubsub.publisher";

    private final PubSubServer pubSub = PubSubServer.start(PubSubSettings.defaults(), new FaultPlan(1));
    private final FirestoreServer firestore = FirestoreServer.start(FirestoreSettings.defaults(), new FaultPlan(1));
    private final Policies policies = new Policies();
    private final List<Firestore> clients = new ArrayList<>();

    AccessTest() {
        pubSub.createTopic(ORDERS);
        pubSub.createTopic(OTHERS);
        pubSub.createSubscription(Subscription.newBuilder()
                .setName("projects/p/subscriptions/sales")
                .setTopic(ORDERS)
                .build());
    }

    @AfterEach
    void close() throws Exception {
        for (Firestore client : clients) {
            client.close();
        }
        pubSub.close();
        firestore.close();
    }

    private void bind(String account, String role, String resource) {
        policies.give(account, List.of(new Binding(role, resource)));
    }

    private void publish(String account, String topic) throws Exception {
        try (PubSubClients clients = PubSubClients.of(pubSub.endpointFor(account, policies))) {
            Publisher publisher = clients.publisher(topic).build();
            try {
                publisher
                        .publish(PubsubMessage.newBuilder()
                                .setData(ByteString.copyFromUtf8("event"))
                                .build())
                        .get(4, TimeUnit.MINUTES);
            } finally {
                publisher.shutdown();
            }
        }
    }

    private static void assertDenied(ThrowingCallable call, String words) {
        assertThatThrownBy(call)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining("PERMISSION_DENIED: " + words);
    }

    @Test
    void an_account_publishes_to_the_topics_on_which_it_has_the_role() throws Exception {
        bind("clerk", PUBLISHER, ORDERS);

        publish("clerk", ORDERS);
        assertDenied(() -> publish("clerk", OTHERS), "User not authorized to perform this action.");

        assertThat(policies.refused()).containsExactly("clerk: pubsub.topics.publish on " + OTHERS);
        assertThat(pubSub.subscription("projects/p/subscriptions/sales").backlog())
                .isEqualTo(1);
    }

    @Test
    void an_account_without_a_role_may_do_nothing() {
        assertDenied(() -> publish("nobody", ORDERS), "User not authorized");
        assertThat(pubSub.isCaughtUp()).as("nothing was published").isTrue();
    }

    @Test
    void a_role_on_a_project_covers_what_lies_below_it() throws Exception {
        bind("clerk", PUBLISHER, "projects/p");

        publish("clerk", ORDERS);

        assertThat(policies.refused()).isEmpty();
    }

    @Test
    void the_roles_that_nothing_needed_are_known() throws Exception {
        bind("clerk", PUBLISHER, ORDERS);
        bind("clerk", PUBLISHER, OTHERS);
        bind("idle", "roles/run.invoker", "projects/p/locations/l/services/s");

        publish("clerk", ORDERS);

        assertThat(policies.unused())
                .isEqualTo(Map.of(
                        "clerk",
                        Set.of(PUBLISHER + " on " + OTHERS),
                        "idle",
                        Set.of("roles/run.invoker on projects/p/locations/l/services/s")));
    }

    @Test
    void an_account_reads_and_writes_documents_as_far_as_its_role_goes() throws Exception {
        bind("reader", "roles/datastore.viewer", DATABASE);
        bind("writer", "roles/datastore.user", DATABASE);
        bind("stranger", "roles/datastore.user", "projects/p/databases/others");
        String words = "Missing or insufficient permissions.";

        Firestore writer = client("writer");
        Firestore reader = client("reader");
        Firestore stranger = client("stranger");

        get(document(writer).create(Map.of("total", 1)));
        get(document(writer).update("total", 2));
        get(writer.runTransaction(
                transaction -> transaction.get(document(writer)).get(4, TimeUnit.MINUTES)));

        assertThat(get(document(reader).get()).getLong("total")).isEqualTo(2);
        assertThat(get(reader.collection("orders").get()).size()).isEqualTo(1);
        assertDenied(() -> get(document(reader).update("total", 3)), words);
        assertDenied(() -> get(document(reader).set(Map.of("total", 3))), words);
        assertDenied(() -> get(document(reader).delete(Precondition.NONE)), words);
        assertDenied(() -> get(document(stranger).get()), words);

        assertThat(policies.refused())
                .containsExactly(
                        "reader: datastore.entities.create on " + DATABASE,
                        "reader: datastore.entities.delete on " + DATABASE,
                        "reader: datastore.entities.update on " + DATABASE,
                        "stranger: datastore.entities.get on " + DATABASE);
    }

    private Firestore client(String account) {
        Firestore client = FirestoreOptions.newBuilder()
                .setProjectId("p")
                .setEmulatorHost(firestore.endpointFor(account, policies))
                .build()
                .getService();
        clients.add(client);
        return client;
    }

    private static DocumentReference document(Firestore client) {
        return client.collection("orders").document("1");
    }

    private static <T> T get(ApiFuture<T> future) throws Exception {
        return future.get(4, TimeUnit.MINUTES);
    }
}
