package io.triskel.local.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.triskel.local.Await;
import io.triskel.local.OrphanCheck;
import io.triskel.local.gcp.functions.CloudFunction;
import io.triskel.local.gcp.functions.Deployment;
import io.triskel.local.gcp.functions.EventTrigger;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("local-clouds")
class LocalGcpTest {

    @TempDir
    Path folder;

    @Test
    void one_call_starts_everything_and_its_environment_leads_the_real_clients_to_it() throws Exception {
        Map<String, String> environment;

        try (LocalGcp gcp = LocalGcp.start(LocalGcpSettings.in(folder).withProject("my-project"))) {
            environment = gcp.environment();
            assertThat(environment)
                    .containsEntry("GOOGLE_CLOUD_PROJECT", "my-project")
                    .hasSize(4);
            Firestore firestore = FirestoreOptions.newBuilder()
                    .setProjectId("my-project")
                    .setEmulatorHost(environment.get("FIRESTORE_EMULATOR_HOST"))
                    .build()
                    .getService();
            try (PubSubClients pubSub = PubSubClients.of(environment.get("PUBSUB_EMULATOR_HOST"))) {
                pubSub.topics().createTopic("projects/my-project/topics/orders");
                firestore.document("a/b").set(Map.of("n", 1L)).get(4, TimeUnit.MINUTES);

                assertThat(pubSub.topics().listTopics("projects/my-project").iterateAll())
                        .extracting(Topic::getName)
                        .containsExactly("projects/my-project/topics/orders");
                assertThat(gcp.firestore().document("projects/my-project/databases/(default)/documents/a/b"))
                        .isPresent();
            }
            firestore.close();
        }

        assertThat(isListening(environment.get("PUBSUB_EMULATOR_HOST"))).isFalse();
        assertThat(isListening(environment.get("FIRESTORE_EMULATOR_HOST"))).isFalse();
    }

    @Test
    void nothing_is_left_running_when_its_jvm_is_killed() {
        assertThat(OrphanCheck.kill(Owner.class, folder)).hasSizeGreaterThanOrEqualTo(1);
    }

    /** Starts a local Google Cloud with a function at work, and never ends by itself. */
    static final class Owner {
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            Path own = Files.createDirectories(folder.resolve("gcp"));
            LocalGcp gcp = LocalGcp.start(LocalGcpSettings.in(own));
            gcp.pubSub().createTopic("projects/p/topics/orders");
            CloudFunction function = gcp.functions().deploy(Deployment.events(own, own.resolve("output")));
            EventTrigger trigger = gcp.functions()
                    .trigger(
                            gcp.pubSub()
                                    .createSubscription(Subscription.newBuilder()
                                            .setName("projects/p/subscriptions/orders")
                                            .setTopic("projects/p/topics/orders")
                                            .build()),
                            function);
            gcp.pubSub()
                    .topic("projects/p/topics/orders")
                    .publish(List.of(PubsubMessage.newBuilder()
                            .setData(ByteString.copyFromUtf8("x"))
                            .build()));
            Await.until("the function", trigger::isCaughtUp);
            OrphanCheck.awaitDeath();
            gcp.close();
        }
    }

    private static boolean isListening(String endpoint) throws IOException {
        String[] parts = endpoint.split(":", -1);
        try (Socket socket = new Socket(parts[0], Integer.parseInt(parts[1]))) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }
}
