package io.triskel.orders.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.hosting.clock.TickReport;
import io.triskel.local.azure.monitor.MetricPoint;
import io.triskel.orders.contracts.HeartbeatContract;
import io.triskel.transfer.Replicas;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The package that is deployed, on a local Azure that does not invoke one of the consumers. */
@Tag("local-clouds")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagedHeartbeatTest extends HeartbeatContract {
    private LocalOrders orders;

    @BeforeAll
    void deploy(@TempDir Path folder) {
        orders = new LocalOrders(folder, DISABLED::equals);
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

    @Override
    protected void silentTimer() {
        assertThatThrownBy(() -> orders.app().fire("clock"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("payment has seen no heartbeat for ");
        assertThat(metrics("Triskel/HeartbeatAge"))
                .hasSize(8)
                .allSatisfy((consumer, age) ->
                        assertThat(age > TickReport.SILENT.toSeconds()).isEqualTo(consumer.equals(DISABLED)));
        assertThat(metrics("Triskel/ParkedLanes"))
                .hasSize(8)
                .allSatisfy((consumer, lanes) -> assertThat(lanes).isZero());
    }

    private Map<String, Double> metrics(String name) {
        return orders.metrics().stream()
                .filter(point -> point.metric().equals(name))
                .collect(Collectors.toMap(
                        point -> point.dimensions().get("Consumer"), MetricPoint::max, (earlier, later) -> later));
    }
}
