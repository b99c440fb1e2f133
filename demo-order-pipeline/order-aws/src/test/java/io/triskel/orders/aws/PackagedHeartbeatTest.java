package io.triskel.orders.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.aws.lambda.InvocationResult;
import io.triskel.orders.contracts.HeartbeatContract;
import io.triskel.transfer.Replicas;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The package that is deployed, on a local AWS that does not invoke one of the consumers. */
@Tag("local-clouds")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagedHeartbeatTest extends HeartbeatContract {
    private LocalOrders orders;

    @BeforeAll
    void deploy(@TempDir Path folder) {
        orders = new LocalOrders(folder, DISABLED::equals, 1);
    }

    @AfterAll
    void end() {
        orders.close();
    }

    @Override
    protected Replicas notes() {
        return orders.replicas();
    }

    @Override
    protected String tick(Instant now) {
        return orders.tick(now);
    }

    @Test
    void a_scheduled_run_of_which_parts_fail_is_an_error_of_the_function() {
        InvocationResult result = orders.aws()
                .lambda()
                .schedule("powerless", orders.deployPowerless(orders.clock()))
                .fire()
                .join();

        assertThat(result)
                .isInstanceOfSatisfying(
                        InvocationResult.Failed.class,
                        failed ->
                                assertThat(failed.message()).contains("The clock failed: ", "heartbeat of payment: "));
    }
}
