package io.triskel.target.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.orders.contracts.TargetContract;
import io.triskel.orders.memory.MemoryTarget;
import org.junit.jupiter.api.Tag;

/** Nothing is refused, so the manifest's permissions are enough; that they are not too many is tested with the package. */
@Tag("local-clouds")
class AwsTargetTest extends TargetContract {
    AwsTargetTest() {
        super(StrictAwsTarget.class, MemoryTarget.class);
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
    }

    @Override
    protected void assertChaos(JsonNode cloud) {
        assertThat(cloud.path("shards").asInt()).as("a shard was split").isEqualTo(Deployment.SHARDS + 2);
        assertThat(cloud.path("releases").asInt())
                .as("a new version came while orders were under way")
                .isEqualTo(2);
    }
}
