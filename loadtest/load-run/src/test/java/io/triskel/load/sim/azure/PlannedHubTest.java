package io.triskel.load.sim.azure;

import static io.triskel.load.sim.Simulations.assertKeepsUp;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.sim.Functions;
import io.triskel.load.sim.Handler;
import io.triskel.load.sim.Simulations;
import io.triskel.load.sim.Spread;
import io.triskel.load.sim.WithFunction;
import io.triskel.load.sim.deployed.PlannedOrders;
import io.triskel.load.sim.deployed.Template;
import io.triskel.load.workload.Workload;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The hub and the app with the figures of a plan, as the module and the package say them, at the peak that it was sized for. */
class PlannedHubTest {
    private static final JsonNode HUBS = Template.json(
                    Path.of("../../adapter-azure/src/main/resources/io/triskel/azure/hosting/host.json"))
            .at("/extensions/eventHubs");

    private static final int TARGET =
            HUBS.required("targetUnprocessedEventThreshold").intValue();

    private static final int LATE = 5;

    /** Until the service has added the instances, four at a time for each {@link #TARGET} events that wait, and they have caught up. */
    private static final int SECONDS = 600;

    static IntStream peaks() {
        return PlannedOrders.peaksTo(100);
    }

    @ParameterizedTest
    @MethodSource("peaks")
    void no_consumer_lags_at_the_peak_that_was_sized(int peak) {
        PlannedOrders orders = PlannedOrders.at(peak);

        assertNoConsumerLags(
                orders, Template.ofTerraform("azure", orders.on("azure").parameters()));
    }

    @Test
    void no_consumer_of_the_default_plan_lags_at_three_orders_a_second() {
        assertNoConsumerLags(PlannedOrders.at(3), Template.ofTerraform("azure", Map.of()));
    }

    @Test
    void a_plan_for_two_orders_a_second_lags_at_more() {
        Template small =
                Template.ofTerraform("azure", PlannedOrders.at(2).on("azure").parameters());

        assertThatThrownBy(() -> assertNoConsumerLags(PlannedOrders.at(20), small))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("refused events");
    }

    private static void assertNoConsumerLags(PlannedOrders orders, Template template) {
        int units = template.figure("capacity");
        int partitions = template.figure("partition_count");
        Workload workload = orders.inTheBusiestFunction(
                template.figure("instance_memory_in_mb"),
                HUBS.required("maxEventBatchSize").intValue(),
                SECONDS);
        Handler handler = Handler.of(workload);

        assertKeepsUp(
                Simulations.run(
                        orders.onTheBus(orders.need().consumers()),
                        (all, clock) -> new Namespaces(all, clock, units, partitions)),
                LATE);
        assertKeepsUp(
                Simulations.run(
                        workload,
                        (all, clock) -> new WithFunction(
                                new Namespaces(all, clock, units, partitions),
                                new Functions(
                                        clock,
                                        Spread.of(all.keys().count(), partitions),
                                        partitions,
                                        handler.batch(),
                                        new TargetBased(
                                                handler,
                                                partitions,
                                                TARGET,
                                                template.figure("maximum_instance_count"),
                                                0,
                                                clock)))),
                LATE);
    }
}
