package io.triskel.orders.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.gcp.functions.FunctionResponse;
import io.triskel.local.gcp.functions.InvokerVersion;
import io.triskel.orders.contracts.HeartbeatContract;
import io.triskel.transfer.Replicas;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The package that is deployed, on a local Google Cloud that does not invoke one of the consumers. */
@Tag("local-clouds")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagedHeartbeatTest extends HeartbeatContract {
    private LocalOrders orders;

    @BeforeAll
    void deploy(@TempDir Path folder) {
        orders = new LocalOrders(folder, InvokerVersion.OF_THE_BUILDER, DISABLED::equals);
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
        return orders.clock().fire(now, new byte[0]).join().text();
    }

    @Test
    void a_scheduled_run_of_which_a_part_fails_is_an_error_of_the_function() {
        FunctionResponse answer = orders.gcp()
                .functions()
                .schedule("lost", orders.deploy(orders.clockFunction(), Map.of("TRISKEL_APP_TOPIC", "nowhere")), "/")
                .fire()
                .join();

        assertThat(answer.status()).as(answer.text()).isEqualTo(500);
        assertThat(answer.text()).contains("heartbeat: ", "DENIED");
    }
}
