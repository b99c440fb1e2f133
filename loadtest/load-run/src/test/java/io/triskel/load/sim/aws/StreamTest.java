package io.triskel.load.sim.aws;

import static io.triskel.load.sim.Simulations.delivered;
import static io.triskel.load.sim.Simulations.steady;
import static io.triskel.load.sim.Simulations.throttled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.triskel.load.capacity.Bracket;
import io.triskel.load.capacity.CapacitySearch.Found;
import io.triskel.load.run.RunResult;
import io.triskel.load.sim.Simulations;
import io.triskel.load.size.aws.Aws;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shards that are simulated event by event against the formulas of sizing. */
class StreamTest {
    private static final int MANY_KEYS = 100_000;

    /**
     * A stream and its consumers.
     *
     * @param fanOut whether they are pushed to
     */
    record Case(int shards, int size, int consumers, boolean fanOut) {
        /** {@return events a second that so many shards carry, by the limit that binds} */
        double capacity() {
            double units = sized(1000, 1).binding().orElseThrow().units();
            return 1000 / units * shards;
        }

        Sized sized(double rate, double load) {
            Need need = Need.of(workload(MANY_KEYS, Duration.ZERO, steady(rate, 1)), load);
            return new Aws(Requests.measured())
                    .plans(need, PriceBook.shipped())
                    .get(fanOut ? 1 : 0)
                    .bus();
        }

        boolean readsBind() {
            return sized(1000, 1).binding().orElseThrow().limit().contains("reads");
        }

        Workload workload(int keys, Duration drain, Phase phase) {
            return Simulations.workload(size, KeySpread.even(keys), consumers, drain, 1, phase);
        }

        RunResult run(int count, Workload workload) {
            OptionalDouble polls = fanOut ? OptionalDouble.empty() : OptionalDouble.of(5.0 / consumers);
            return Simulations.run(workload, (all, clock) -> new Stream(all, clock, count, polls));
        }

        RunResult overloaded() {
            if (readsBind()) {
                // What is read comes in answers of up to five seconds' bytes, so that it takes a while to even out.
                return run(shards, workload(MANY_KEYS, Duration.ZERO, steady(1.3 * capacity(), 60 + 340 / shards)));
            }
            Phase load = capacity() < 100 ? steady(1.3 * capacity(), 100) : steady(1.15 * capacity(), 10);
            return run(shards, workload(200 * shards, Duration.ZERO, load));
        }

        RunResult planned() {
            double rate = 0.7 * capacity();
            return run(sized(rate, 0.7).units(), workload(MANY_KEYS, Duration.ofSeconds(30), steady(rate, 30)));
        }
    }

    static List<Case> grid() {
        List<Case> grid = new ArrayList<>();
        for (int shards : new int[] {1, 3}) {
            for (int size : new int[] {300, 1024, 10_240, 51_200}) {
                for (int consumers : new int[] {1, 3, 5}) {
                    grid.add(new Case(shards, size, consumers, false));
                }
                grid.add(new Case(shards, size, 3, true));
            }
        }
        return Simulations.some(grid);
    }

    @ParameterizedTest
    @MethodSource("grid")
    void shards_that_have_too_much_to_do_let_as_much_through_as_the_formula_says(Case one) {
        RunResult overloaded = one.overloaded();

        assertThat(delivered(overloaded)).isCloseTo(one.capacity(), withinPercentage(5));
    }

    static List<Case> ofAHundredEventsAShard() {
        return grid().stream().filter(one -> one.size <= 10_240).toList();
    }

    @ParameterizedTest
    @MethodSource("ofAHundredEventsAShard")
    void at_a_target_load_of_70_percent_hardly_anything_is_refused_and_no_backlog_is_left(Case one) {
        RunResult planned = one.planned();

        assertThat(throttled(planned)).isLessThan(0.001);
        assertThat(planned.correctness().lost()).isZero();
        assertThat(planned.correctness().reordered()).isZero();
    }

    /** The difference to the formula is explained: the fewer events a second has, the more the seconds differ. */
    @Test
    void a_shard_that_takes_20_events_a_second_refuses_some_at_70_percent_and_loses_none() {
        RunResult planned = new Case(3, 51_200, 1, false).planned();

        assertThat(throttled(planned)).isBetween(0.01, 0.15);
        assertThat(planned.correctness().lost()).isZero();
    }

    @Test
    void a_key_above_a_shards_limit_has_no_more_however_many_shards_there_are() {
        Workload workload =
                Simulations.workload(1024, new KeySpread(MANY_KEYS, 0.4), 1, Duration.ZERO, 1, steady(5000, 10));

        RunResult result =
                Simulations.run(workload, (all, clock) -> new Stream(all, clock, 1000, OptionalDouble.of(5)));

        assertThat(result.measured().accepted() / 10.0).isCloseTo(0.6 * 5000 + 1000, withinPercentage(2));
    }

    /** Explained, too: keys do not fall evenly on shards, and one event in a hundred may be throttled. */
    @Test
    void a_capacity_search_finds_the_formula_and_up_to_a_tenth_less_under_objectives() {
        Phase search = new Phase.Capacity(200, 20_000, Duration.ofSeconds(60), 0.05);
        Workload workload = Simulations.workload(1024, KeySpread.even(10_000), 1, Duration.ofSeconds(60), 1, search);

        Found found = Simulations.run(workload, (all, clock) -> new Stream(all, clock, 2, OptionalDouble.of(5)))
                .found()
                .orElseThrow();

        Bracket limited = found.underObjectives().orElseThrow();
        assertThat(found.capacity().passed().orElseThrow()).isBetween(0.95 * 2000, 2000.0);
        assertThat(found.capacity().failed().orElseThrow()).isBetween(2000.0, 1.05 * 2000);
        assertThat(limited.passed().orElseThrow()).isBetween(0.88 * 2000, 0.97 * 2000);
        assertThat(limited.reason()).isEqualTo("throttled");
    }

    @Test
    void consumers_that_poll_share_the_calls_and_wait_longer_the_more_they_are() {
        assertThat(p50(new Case(1, 300, 5, false))).isGreaterThan(3 * p50(new Case(1, 300, 1, false)));
        assertThat(p50(new Case(1, 300, 5, true))).isCloseTo(p50(new Case(1, 300, 1, true)), withinPercentage(5));
    }

    private static double p50(Case one) {
        return one.planned().measured().actual().percentile(50);
    }
}
