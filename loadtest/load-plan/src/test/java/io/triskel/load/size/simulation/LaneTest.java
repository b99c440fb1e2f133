package io.triskel.load.size.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.triskel.load.size.plan.Batches;
import io.triskel.load.size.simulation.Lane.Reading;
import io.triskel.load.workload.FunctionWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches and delays of a trigger: formulas against a lane that is simulated event by event, within 5 percent. */
class LaneTest {
    private static final int EVENTS = 50_000;

    record Case(Reading reading, double between, double load, double seconds, int most) {
        double rate() {
            return load / seconds;
        }

        FunctionWork work() {
            return new FunctionWork(
                    Duration.ofNanos((long) (seconds * 1e9)),
                    Duration.ZERO,
                    512L << 20,
                    most,
                    reading == Reading.GATHERED ? Duration.ofNanos((long) (between * 1e9)) : Duration.ZERO);
        }

        double formula() {
            return Batches.of(work(), rate(), seconds, reading == Reading.POLLED ? between : 0);
        }

        Lane.Result simulated() {
            return new Lane(rate(), seconds, reading, between, most).run(EVENTS, 7);
        }
    }

    static List<Case> grid() {
        List<Case> grid = new ArrayList<>();
        for (double load : new double[] {0.001, 0.01, 0.1, 0.3, 0.5, 0.7}) {
            for (double seconds : new double[] {0.002, 0.02, 0.2}) {
                for (int most : new int[] {1, 10, 100, 1000}) {
                    grid.add(new Case(Reading.PUSHED, 0, load, seconds, most));
                    grid.add(new Case(Reading.POLLED, 1, load, seconds, most));
                    grid.add(new Case(Reading.GATHERED, 2, load, seconds, most));
                }
            }
        }
        return grid;
    }

    @ParameterizedTest
    @MethodSource("grid")
    void formulas_of_batches_and_of_work_at_once_agree_with_the_simulation(Case one) {
        Lane.Result simulated = one.simulated();

        assertThat(one.formula()).isCloseTo(simulated.batch(), withinPercentage(5));
        assertThat(one.load()).as("rate x work").isCloseTo(simulated.busy(), withinPercentage(5));
    }

    @Test
    void a_poll_once_a_second_delays_by_half_a_second_where_the_lane_is_mostly_idle() {
        assertThat(new Lane(5, 0.002, Reading.POLLED, 1, 100).run(EVENTS, 7).delay())
                .isCloseTo(0.5, withinPercentage(5));
    }

    @Test
    void a_window_delays_by_half_of_it() {
        assertThat(new Lane(5, 0.002, Reading.GATHERED, 3, 100).run(EVENTS, 7).delay())
                .isCloseTo(1.5, withinPercentage(5));
    }

    @Test
    void a_lane_that_is_exactly_full_falls_behind_and_one_at_70_percent_does_not() {
        Lane full = new Lane(51, 0.02, Reading.POLLED, 1, 100);
        Lane planned = new Lane(35, 0.02, Reading.POLLED, 1, 100);

        assertThat(full.run(EVENTS, 7).left()).isGreaterThan(1000);
        assertThat(planned.run(EVENTS, 7).left()).isLessThan(100);
    }
}
