package io.triskel.target.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.orders.contracts.TargetContract;
import io.triskel.orders.memory.MemoryTarget;
import org.junit.jupiter.api.Tag;

/** Nothing is refused and nothing is left over, so the manifest's roles are those that are needed. */
@Tag("local-clouds")
class GcpTargetTest extends TargetContract {
    /** The clock looks orders up only if it replays what the notifier had parked; a person replays only on request. */
    private static final String OF_REPLAYS = "orders-clock@.*: roles/run.invoker on .*/services/orders-http"
            + "|person@.*: roles/run.invoker on .*/services/orders-(?!http).*";

    GcpTargetTest() {
        super(GcpTarget.class, MemoryTarget.class);
    }

    @Override
    protected void assertFunctions(JsonNode cloud) {
        JsonNode functions = cloud.path("functions");
        assertThat(functions.fieldNames())
                .toIterable()
                .hasSize(10)
                .contains("orders-http", "orders-clock", "orders-fulfilment", "orders-order-view");
        assertThat(functions.path("orders-http").path("invocations").asLong()).isGreaterThan(30);
        assertThat(cloud.path("coldStarts").asLong()).isGreaterThanOrEqualTo(10);
        assertThat(cloud.path("documentWrites").asLong()).isPositive();
        assertThat(cloud.path("unused"))
                .as("roles that no call needs")
                .extracting(JsonNode::asText)
                .allMatch(role -> role.matches(OF_REPLAYS));
    }

    @Override
    protected void assertChaos(JsonNode cloud) {
        assertThat(cloud.path("faults").fieldNames())
                .toIterable()
                .contains("Publish LostResponse", "Redeliver Failed", "Invoke LostResponse");
    }
}
