package io.triskel.load.sim.azure;

import static io.triskel.load.sim.Simulations.steady;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.run.RunResult;
import io.triskel.load.sim.Settings;
import io.triskel.load.sim.Simulations;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Flex Consumption behind a hub against its documented rules. */
class TargetBasedTest {
    @Test
    void instances_come_four_at_a_time_every_thirty_seconds_as_the_lag_asks_for() {
        RunResult result = run(16, steady(50, 60), new Phase.Step(1200, Duration.ofMinutes(2)));

        assertThat(Simulations.instances(result, 60)).isLessThanOrEqualTo(4);
        assertThat(Simulations.instances(result, 180) - Simulations.instances(result, 60))
                .isBetween(8L, 16L);
        assertThat(result.path().columns().get("cold").stream().mapToLong(Long::longValue))
                .allMatch(starts -> starts <= 4);
    }

    @Test
    void there_are_never_more_instances_than_partitions() {
        RunResult result = run(4, steady(600, 180));

        assertThat(Simulations.instances(result, 180)).isEqualTo(4);
    }

    @Test
    void partitions_of_an_instance_share_its_processor_so_that_more_instances_handle_more() {
        RunResult result = run(16, steady(500, 180));

        // Of 20 ms half is the processor's: the first instance cannot handle 500 a second, sixteen can.
        assertThat(handled(result, 2, 22)).isLessThan(330);
        assertThat(handled(result, 150, 180)).isGreaterThan(480);
        assertThat(result.correctness().lost()).isZero();
        assertThat(result.correctness().reordered()).isZero();
    }

    private static double handled(RunResult result, int from, int to) {
        return result.measured().seconds().subList(from, to).stream()
                .mapToLong(second -> second.counts().delivered())
                .average()
                .orElseThrow();
    }

    private static RunResult run(int partitions, Phase... phases) {
        Workload workload = Simulations.function(KeySpread.even(2000), 20, 100, phases);
        return Simulations.run(
                workload,
                (all, clock) -> SimulatedAzureLoad.namespaces(
                        all,
                        clock,
                        new Settings(Map.of(
                                "TRISKEL_SIM_PARTITIONS",
                                Integer.toString(partitions),
                                "TRISKEL_SIM_THROUGHPUT_UNITS",
                                "4"))));
    }
}
