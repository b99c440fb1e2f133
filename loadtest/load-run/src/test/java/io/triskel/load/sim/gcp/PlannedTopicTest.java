package io.triskel.load.sim.gcp;

import static io.triskel.load.sim.Simulations.assertKeepsUp;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.load.sim.Functions;
import io.triskel.load.sim.Handler;
import io.triskel.load.sim.Simulations;
import io.triskel.load.sim.WithFunction;
import io.triskel.load.sim.deployed.PlannedOrders;
import io.triskel.load.sim.deployed.Template;
import io.triskel.load.workload.Workload;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The topic and the functions with the figures of a plan, as the module says them, at the peak that it was sized for. */
class PlannedTopicTest {
    private static final int LATE = 5;

    static IntStream peaks() {
        return PlannedOrders.peaksTo(200);
    }

    @ParameterizedTest
    @MethodSource("peaks")
    void no_consumer_lags_at_the_peak_that_was_sized(int peak) {
        PlannedOrders orders = PlannedOrders.at(peak);

        assertNoConsumerLags(
                orders, Template.ofTerraform("gcp", orders.on("gcp").parameters()));
    }

    @Test
    void no_consumer_of_the_default_plan_lags_at_three_orders_a_second() {
        assertNoConsumerLags(PlannedOrders.at(3), Template.ofTerraform("gcp", Map.of()));
    }

    @Test
    void a_plan_for_two_orders_a_second_lags_at_more() {
        Template small =
                Template.ofTerraform("gcp", PlannedOrders.at(2).on("gcp").parameters());

        assertThatThrownBy(() -> assertNoConsumerLags(PlannedOrders.at(400), small))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("wait for each consumer");
    }

    private static void assertNoConsumerLags(PlannedOrders orders, Template template) {
        Workload workload = orders.inTheBusiestFunction(template.figure("available_memory"), 1, PlannedOrders.SECONDS);
        int keys = workload.keys().count();

        assertKeepsUp(Simulations.run(orders.onTheBus(orders.need().consumers()), Topic::pushed), LATE);
        assertKeepsUp(
                Simulations.run(
                        workload,
                        (all, clock) -> new WithFunction(
                                Topic.pushed(all, clock),
                                new Functions(
                                        clock,
                                        IntStream.range(0, keys).toArray(),
                                        keys,
                                        1,
                                        new Requests(
                                                Handler.of(all),
                                                template.figure("max_instance_request_concurrency"),
                                                template.figure("max_instance_count"),
                                                0,
                                                clock)))),
                LATE);
    }
}
