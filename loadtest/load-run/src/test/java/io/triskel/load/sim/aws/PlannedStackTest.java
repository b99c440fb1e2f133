package io.triskel.load.sim.aws;

import static io.triskel.load.sim.Simulations.assertKeepsUp;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.load.sim.Functions;
import io.triskel.load.sim.Handler;
import io.triskel.load.sim.Simulations;
import io.triskel.load.sim.Spread;
import io.triskel.load.sim.WithFunction;
import io.triskel.load.sim.deployed.PlannedOrders;
import io.triskel.load.sim.deployed.Template;
import io.triskel.load.workload.Workload;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stack with the figures of a plan, as its template says them, at the peak that it was sized for. */
class PlannedStackTest {
    private static final int LATE = 5;

    /** Lambda polls a shard once a second, and so does the archive here. */
    private static final OptionalDouble POLLED = OptionalDouble.of(1);

    static IntStream peaks() {
        return PlannedOrders.peaksTo(200);
    }

    @ParameterizedTest
    @MethodSource("peaks")
    void no_consumer_lags_at_the_peak_that_was_sized(int peak) {
        PlannedOrders orders = PlannedOrders.at(peak);

        assertNoConsumerLags(orders, Template.ofAws(orders.on("aws").parameters()));
    }

    @Test
    void no_consumer_of_the_default_plan_lags_at_three_orders_a_second() {
        assertNoConsumerLags(PlannedOrders.at(3), Template.ofAws(Map.of()));
    }

    @Test
    void a_plan_for_two_orders_a_second_lags_at_more() {
        Template small = Template.ofAws(PlannedOrders.at(2).on("aws").parameters());

        assertThatThrownBy(() -> assertNoConsumerLags(PlannedOrders.at(8), small))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("wait for each consumer");
    }

    private static void assertNoConsumerLags(PlannedOrders orders, Template template) {
        int shards = template.figure("ShardCount");
        int readers = (int) template.values("EventSourceArn").stream()
                .filter(template::isReader)
                .count();
        int polling = template.values("EventSourceArn").size() - readers + 1;

        assertKeepsUp(
                Simulations.run(
                        orders.onTheBus(readers),
                        (all, clock) -> new Stream(all, clock, shards, OptionalDouble.empty())),
                LATE);
        assertKeepsUp(
                Simulations.run(orders.onTheBus(polling), (all, clock) -> new Stream(all, clock, shards, POLLED)),
                LATE);
        assertTheBusiestFunctionKeepsUp(orders, template, shards);
    }

    private static void assertTheBusiestFunctionKeepsUp(PlannedOrders orders, Template template, int shards) {
        Workload workload = orders.inTheBusiestFunction(
                template.figure("MemorySize"), template.figure("BatchSize"), PlannedOrders.SECONDS);
        int parallel = template.figure("ParallelizationFactor");
        Handler handler = Handler.of(workload);

        assertKeepsUp(
                Simulations.run(
                        workload,
                        (all, clock) -> new WithFunction(
                                new Stream(all, clock, shards, OptionalDouble.empty()),
                                new Functions(
                                        clock,
                                        Spread.of(all.keys().count(), shards * parallel),
                                        shards * parallel,
                                        handler.batch(),
                                        new Environments(handler, parallel, 0)))),
                LATE);
    }
}
