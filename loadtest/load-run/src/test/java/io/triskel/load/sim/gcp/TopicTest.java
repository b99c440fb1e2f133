package io.triskel.load.sim.gcp;

import static io.triskel.load.sim.Simulations.delivered;
import static io.triskel.load.sim.Simulations.steady;
import static io.triskel.load.sim.Simulations.throttled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.triskel.load.run.RunResult;
import io.triskel.load.sim.Simulations;
import io.triskel.load.size.gcp.Gcp;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A topic that is simulated event by event against the formulas of sizing. */
class TopicTest {
    /** So many that no stream binds before the quota. */
    private static final int STREAMS = 1000;

    private static final int KEYS = 20_000;

    /** So many that none has more than its megabyte in a second, at random. */
    private static final int MANY_KEYS = 100_000;

    record Case(int size, int consumers) {
        /** {@return events a second that the quota allows} */
        double capacity() {
            Workload workload = workload(1, Duration.ZERO, steady(1000, 1));
            Sized topic = new Gcp(Requests.measured())
                    .plans(Need.of(workload, 1), PriceBook.shipped())
                    .get(0)
                    .bus();
            return 1000 / topic.binding().orElseThrow().units();
        }

        Workload workload(int keys, Duration drain, Phase phase) {
            return Simulations.workload(size, KeySpread.even(keys), consumers, drain, 1, phase);
        }

        RunResult run(int keys, Duration drain, double load, int seconds) {
            return Simulations.run(
                    workload(keys, drain, steady(load * capacity(), seconds)),
                    (all, clock) -> new Topic(all, clock, STREAMS));
        }
    }

    static List<Case> grid() {
        List<Case> grid = new ArrayList<>();
        // The generator has 64 MiB in hand, which is too little for 4 GB/s of larger events.
        grid.add(new Case(51_200, 1));
        for (int size : new int[] {51_200, 102_400, 204_800}) {
            for (int consumers : new int[] {2, 3, 5}) {
                grid.add(new Case(size, consumers));
            }
        }
        return Simulations.some(grid);
    }

    @ParameterizedTest
    @MethodSource("grid")
    void a_topic_that_has_too_much_to_do_lets_as_much_through_as_the_quota_says(Case one) {
        RunResult overloaded = one.run(KEYS, Duration.ZERO, 1.1, 10);

        assertThat(delivered(overloaded)).isCloseTo(one.capacity(), withinPercentage(5));
    }

    @ParameterizedTest
    @MethodSource("grid")
    void at_70_percent_of_the_quota_nothing_is_refused_and_no_backlog_is_left(Case one) {
        RunResult planned = one.run(MANY_KEYS, Duration.ofSeconds(30), 0.7, 2);

        assertThat(throttled(planned)).isLessThan(0.001);
        assertThat(planned.correctness().lost()).isZero();
        assertThat(planned.correctness().reordered()).isZero();
    }

    @Test
    void a_key_has_one_megabyte_a_second_however_many_streams_there_are() {
        Workload workload = Simulations.workload(1000, new KeySpread(KEYS, 0.5), 1, Duration.ZERO, 1, steady(4000, 10));

        RunResult result = Simulations.run(workload, (all, clock) -> new Topic(all, clock, STREAMS));

        assertThat(result.measured().accepted() / 10.0).isCloseTo(0.5 * 4000 + 1000, withinPercentage(2));
    }

    @Test
    void a_stream_brings_ten_megabytes_a_second() {
        Workload workload = Simulations.workload(10_000, KeySpread.even(KEYS), 1, Duration.ZERO, 1, steady(1500, 20));

        RunResult result = Simulations.run(workload, (all, clock) -> new Topic(all, clock, 1));

        assertThat(delivered(result)).isCloseTo(1000, withinPercentage(5));
    }
}
