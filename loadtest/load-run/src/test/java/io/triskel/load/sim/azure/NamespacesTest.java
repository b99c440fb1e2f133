package io.triskel.load.sim.azure;

import static io.triskel.load.sim.Simulations.delivered;
import static io.triskel.load.sim.Simulations.steady;
import static io.triskel.load.sim.Simulations.throttled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.triskel.load.run.RunResult;
import io.triskel.load.sim.Simulations;
import io.triskel.load.size.azure.Hub;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Throughput units that are simulated event by event against the formulas of sizing. */
class NamespacesTest {
    private static final int KEYS = 1_000;

    /** Units, of one namespace or two, and what they carry. */
    record Case(int units, int size, int consumers) {
        /** {@return events a second that so many units carry, by the limit that binds} */
        double capacity() {
            return 1000 / sized(1000, 1).binding().orElseThrow().units() * units;
        }

        boolean egressBinds() {
            return sized(1000, 1).binding().orElseThrow().limit().startsWith("egress");
        }

        Sized sized(double rate, double load) {
            Need need = Need.of(workload(Duration.ZERO, steady(rate, 1)), load);
            return Hub.standard(need, PriceBook.shipped());
        }

        Workload workload(Duration drain, Phase phase) {
            return Simulations.workload(size, KeySpread.even(KEYS), consumers, drain, 1, phase);
        }

        RunResult run(int count, Workload workload) {
            return Simulations.run(workload, (all, clock) -> new Namespaces(all, clock, count, 32));
        }

        RunResult overloaded() {
            int seconds = egressBinds() || capacity() < 100 ? 60 : 10;
            return run(units, workload(Duration.ZERO, steady(1.15 * capacity(), seconds)));
        }

        RunResult planned() {
            double rate = 0.7 * capacity();
            return run(sized(rate, 0.7).units(), workload(Duration.ofSeconds(30), steady(rate, 30)));
        }
    }

    static List<Case> grid() {
        List<Case> grid = new ArrayList<>();
        for (int units : new int[] {1, 4, 60}) {
            for (int size : new int[] {300, 1024, 10_240, 51_200}) {
                for (int consumers : new int[] {1, 3, 5}) {
                    // Sixty units take sixty thousand small events a second, which takes a while to simulate.
                    if (units < 60 || size > 1024) {
                        grid.add(new Case(units, size, consumers));
                    }
                }
            }
        }
        return Simulations.some(grid);
    }

    @ParameterizedTest
    @MethodSource("grid")
    void units_that_have_too_much_to_do_let_as_much_through_as_the_formula_says(Case one) {
        RunResult overloaded = one.overloaded();

        assertThat(delivered(overloaded)).isCloseTo(one.capacity(), withinPercentage(5));
    }

    static List<Case> ofAHundredEvents() {
        return grid().stream()
                .filter(one -> one.size <= 10_240 && one.units < 60)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("ofAHundredEvents")
    void at_a_target_load_of_70_percent_hardly_anything_is_refused_and_no_backlog_is_left(Case one) {
        RunResult planned = one.planned();

        assertThat(throttled(planned)).isLessThan(0.001);
        assertThat(planned.correctness().lost()).isZero();
        assertThat(planned.correctness().reordered()).isZero();
    }

    @Test
    void egress_above_the_units_is_late_without_a_refusal() {
        RunResult overloaded = new Case(1, 1024, 5).overloaded();

        assertThat(overloaded.measured().refused()).isZero();
        assertThat(overloaded.measured().seconds().get(59).lag()).isGreaterThan(1000);
    }
}
