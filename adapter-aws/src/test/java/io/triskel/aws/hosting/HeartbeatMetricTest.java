package io.triskel.aws.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.hosting.clock.TickReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeartbeatMetricTest {
    @Test
    void each_consumers_age_is_a_line_that_cloudwatch_makes_a_metric_of() {
        TickReport report = new TickReport(0, 0, 0, 0, List.of(), false, Map.of("payment", 61L, "inventory", 720L));

        assertThat(HeartbeatMetric.of(report, "orders-clock", Instant.ofEpochMilli(1_000)))
                .hasSize(2)
                .last()
                .isEqualTo("{\"_aws\":{\"Timestamp\":1000,\"CloudWatchMetrics\":[{\"Namespace\":\"Triskel\","
                        + "\"Dimensions\":[[\"Clock\",\"Consumer\"]],"
                        + "\"Metrics\":[{\"Name\":\"HeartbeatAge\",\"Unit\":\"Seconds\"}]}]},"
                        + "\"Clock\":\"orders-clock\",\"Consumer\":\"payment\",\"HeartbeatAge\":61}");
    }
}
