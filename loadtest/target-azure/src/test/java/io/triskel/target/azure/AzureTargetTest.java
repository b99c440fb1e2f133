package io.triskel.target.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.local.azure.monitor.MetricsServer;
import io.triskel.orders.contracts.Talk;
import io.triskel.orders.contracts.TargetContract;
import io.triskel.orders.memory.MemoryTarget;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing is refused and nothing is left over, so the manifest's roles are those that are needed; the host's own account is none here. */
@Tag("local-clouds")
class AzureTargetTest extends TargetContract {
    /** The laptop's host keeps leases and checkpoints in its own memory. */
    private static final String OF_THE_HOST = "app: Storage Blob Data Owner on storageAccounts/host";

    /** A timer of the host's, once a minute, which a short run may miss. */
    private static final String OF_THE_UPKEEP =
            "app: Storage Table Data Contributor on tableServices/default/tables/orderscheckpoints";

    /** Whether faults strike an event until it is parked is a matter of time; which lanes are parked is asked for in another table. */
    private static final String OF_WHAT_IS_PARKED =
            "app: Storage Table Data Contributor on tableServices/default/tables/ordersparking";

    /** An app that reaches its services by connection strings publishes no metrics; PackagedHeartbeatTest has one with an identity. */
    private static final String OF_THE_METRICS = "app: Monitoring Metrics Publisher on " + MetricsServer.RESOURCE;

    AzureTargetTest() {
        super(StrictAzureTarget.class, MemoryTarget.class);
    }

    @Override
    protected void assertFunctions(JsonNode cloud) {
        JsonNode functions = cloud.path("functions");
        assertThat(functions.fieldNames()).toIterable().contains("web", "clock", "tick", "fulfilment", "order_view");
        assertThat(functions.path("web").path("invocations").asLong()).isGreaterThan(30);
        assertThat(functions.path("payment_watch").path("invocations").asLong())
                .as("the other style's")
                .isZero();
        assertThat(cloud.path("coldStarts").asLong()).isPositive();
        assertThat(cloud.path("unused"))
                .as("roles that no call needs")
                .extracting(JsonNode::asText)
                .contains(OF_THE_HOST)
                .isSubsetOf(OF_THE_HOST, OF_THE_UPKEEP, OF_WHAT_IS_PARKED, OF_THE_METRICS);
    }

    @Override
    protected void assertChaos(JsonNode cloud) {
        assertThat(cloud.path("faults").has("App Scaled")).isTrue();
    }

    @Test
    void consumers_in_other_languages_are_refused_before_anything_starts() throws Exception {
        try (Talk talk = Talk.with(AzureTarget.class)) {
            talk.say("{\"op\":\"start\",\"languages\":\"notification=node\"}");

            assertThat(talk.answer().path("message").asText())
                    .isEqualTo("on Azure every consumer is in Java: leave --language out, or run it on aws");
        }
    }
}
