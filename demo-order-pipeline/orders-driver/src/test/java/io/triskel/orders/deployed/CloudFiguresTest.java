package io.triskel.orders.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.function.FunctionMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CloudFiguresTest {
    private static final CloudFigures FIGURES = new CloudFigures(Map.of("retries", FunctionMetrics::retries));

    @Test
    void all_functions_are_added_up_and_each_is_told_for_itself() {
        ObjectNode cloud = JsonNodeFactory.instance.objectNode();

        FIGURES.put(
                cloud,
                new TreeMap<>(Map.of(
                        "a", figures(3, List.of(Duration.ofMillis(900), Duration.ofMillis(300)), 2, 30),
                        "b", figures(4, List.of(Duration.ofMillis(500)), 1, 1))));

        assertThat(cloud.path("invocations").asLong()).isEqualTo(7);
        assertThat(cloud.path("coldStarts").asLong()).isEqualTo(3);
        assertThat(cloud.path("coldStartMillisP50").asLong()).isEqualTo(500);
        assertThat(cloud.path("batchFill").asDouble()).isEqualTo(10.3);
        assertThat(cloud.path("busySeconds").asDouble()).isEqualTo(3.0);
        assertThat(cloud.path("functions").path("a").path("batchFill").asDouble())
                .isEqualTo(15.0);
        assertThat(cloud.path("functions").path("b").path("invocations").asLong())
                .isEqualTo(4);
    }

    @Test
    void of_functions_that_did_nothing_there_are_zeros() {
        ObjectNode cloud = JsonNodeFactory.instance.objectNode();

        FIGURES.put(cloud, Map.of("a", figures(0, List.of(), 0, 0)));

        assertThat(cloud.path("coldStartMillisP50").asLong(-1)).isZero();
        assertThat(cloud.path("batchFill").asDouble(-1)).isZero();
    }

    @Test
    void the_hosts_own_counts_follow_the_common_ones() {
        ObjectNode cloud = JsonNodeFactory.instance.objectNode();

        FIGURES.put(cloud, Map.of("a", figures(3, List.of(), 0, 0)));

        assertThat(cloud.fieldNames()).toIterable().startsWith("invocations", "errors", "retries", "coldStarts");
        assertThat(cloud.path("retries").asLong()).isEqualTo(2);
    }

    private static FunctionMetrics figures(long invocations, List<Duration> coldStarts, long batches, long records) {
        return new FunctionMetrics(
                invocations, 0, 0, 0, 2, List.of(), coldStarts, batches, records, Duration.ofMillis(1500));
    }
}
