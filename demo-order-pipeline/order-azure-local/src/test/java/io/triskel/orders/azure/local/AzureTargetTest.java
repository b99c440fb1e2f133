package io.triskel.orders.azure.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.orders.contracts.TargetContract;
import io.triskel.orders.memory.MemoryTarget;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class AzureTargetTest extends TargetContract {
    AzureTargetTest() {
        super(AzureTarget.class, MemoryTarget.class);
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
    }

    @Override
    protected void assertChaos(JsonNode cloud) {
        assertThat(cloud.path("faults").has("App Scaled")).isTrue();
    }
}
