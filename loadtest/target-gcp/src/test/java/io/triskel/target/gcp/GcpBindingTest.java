package io.triskel.target.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.Environment;
import io.triskel.load.contracts.BindingContract;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.pubsub.PubSubServer;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("local-clouds")
class GcpBindingTest extends BindingContract {
    private static final Map<String, String> SERVICE = Map.of(
            "TRISKEL_CONTRACTS",
            "gcp",
            "TRISKEL_GCP_TOPIC",
            "for-tests",
            "TRISKEL_GCP_SUBSCRIPTION",
            "read-by-tests",
            "TRISKEL_GCP_COLLECTIONS",
            "tests",
            "GOOGLE_CLOUD_PROJECT",
            "some-project");

    GcpBindingTest() {
        super(
                GcpBinding::of,
                SERVICE,
                List.of("TRISKEL_GCP_TOPIC", "TRISKEL_GCP_SUBSCRIPTION", "TRISKEL_GCP_COLLECTIONS"));
    }

    @Test
    void on_the_service_nothing_is_created() {
        try (GcpBinding service = GcpBinding.of(SERVICE);
                GcpTestPorts ports = service.fresh()) {
            assertThat(ports.topic()).isEqualTo("for-tests");
            assertThat(ports.names().subscription()).isEqualTo("read-by-tests");
            assertThat(ports.collections().prefix()).isEqualTo("tests");
        }
    }

    @Test
    void figures_of_an_emulator_are_none_of_the_service_whoever_made_it() {
        Map<String, String> emulated = new HashMap<>(SERVICE);
        emulated.put("PUBSUB_EMULATOR_HOST", "localhost:8085");

        try (GcpBinding googles = GcpBinding.of(emulated)) {
            assertThat(googles.environment()).isEqualTo(Environment.EMULATOR);
        }
    }

    @Test
    void an_emulator_that_is_named_is_used_and_keeps_no_topics() {
        try (PubSubServer emulator = PubSubServer.start(PubSubSettings.defaults(), new FaultPlan(1));
                GcpBinding over = GcpBinding.of(Map.of("PUBSUB_EMULATOR_HOST", emulator.endpoint()))) {
            try (GcpTestPorts ports = over.fresh()) {
                String topic = "projects/triskel-local/topics/" + ports.topic();

                assertThat(emulator.topic(topic).name()).isEqualTo(topic);
                assertThat(emulator.subscriptions()).hasSize(1);
            }
            assertThat(emulator.subscriptions()).isEmpty();
        }
    }
}
