package io.triskel.load.size.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.triskel.load.size.plan.Periods;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is charged for active periods: the formulas of Flex and Cloud Run against instances that are simulated execution
 * by execution.
 */
class InstancesTest {
    private static final int EXECUTIONS = 100_000;

    record Case(double rate, double seconds) {}

    static List<Case> grid() {
        List<Case> grid = new ArrayList<>();
        for (double rate : new double[] {0.001, 0.01, 0.1, 0.5, 1, 2, 5, 20, 100}) {
            for (double seconds : new double[] {0.005, 0.02, 0.1, 0.5, 1, 3}) {
                grid.add(new Case(rate, seconds));
            }
        }
        return grid;
    }

    @ParameterizedTest
    @MethodSource("grid")
    void the_formula_of_active_periods_agrees_with_the_simulation(Case one) {
        double charged = new Instances(one.rate, one.seconds, 1, 0.1, false).charged(EXECUTIONS, 7);

        assertThat(Periods.share(one.rate, one.seconds, 1)).isCloseTo(charged, withinPercentage(5));
    }

    /**
     * The difference is explained: the likely figure charges the autoscaler's instances all the time. Each of 34
     * instances has 29 requests a second of 20 ms of processor time; between its periods are gaps, which the rounding up
     * to 100 ms fills for the most part.
     */
    @Test
    void instances_at_sixty_percent_of_their_processor_are_charged_for_seven_eighths_of_the_time() {
        double charged = new Instances(1000 / 34.0, 0.02, 0, 0.1, true).charged(EXECUTIONS, 7);

        assertThat(charged).isCloseTo(0.877, withinPercentage(2));
        assertThat(34 * charged).as("between packed and all the time").isBetween(20.0, 34.0);
    }

    @Test
    void twenty_requests_at_once_never_leave_their_instance_idle() {
        assertThat(new Instances(1000, 0.02, 0, 0.1, false).charged(EXECUTIONS, 7))
                .isCloseTo(1, withinPercentage(1));
    }
}
