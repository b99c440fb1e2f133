package io.triskel.load.sim.gcp;

import static io.triskel.load.sim.Simulations.steady;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.run.RunResult;
import io.triskel.load.sim.Settings;
import io.triskel.load.sim.Simulations;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cloud Run behind a pushed subscription against its documented rules. */
class RequestsTest {
    @Test
    void instances_come_from_zero_and_keep_their_slots_in_use_at_the_target_or_below() {
        RunResult result = run(Map.of(), steady(100, 90));

        // 100/s of 20 ms are 2 at once, at 60 percent 3.3 of one request each; those that come together ask for more.
        assertThat(Simulations.instances(result, 90)).isBetween(4L, 25L);
        assertThat(result.path().columns().get("cold").get(0)).isPositive();
    }

    @Test
    void a_step_is_answered_at_once_where_a_start_takes_no_time() {
        RunResult result = run(Map.of(), steady(100, 30), new Phase.Step(800, Duration.ofSeconds(30)));

        assertThat(Simulations.handledFrom(result, 30)).isBetween(30, 32);
        assertThat(Simulations.instances(result, 60)).isGreaterThan(Simulations.instances(result, 30));
    }

    @Test
    void a_start_that_takes_its_time_delays_what_waits_for_it() {
        RunResult result = run(Map.of("TRISKEL_SIM_COLD_START_MS", "4000"), steady(20, 20));

        assertThat(result.measured().corrected().micros().getMaxValue()).isCloseTo(4_100_000, within(600_000L));
        assertThat(result.correctness().lost()).isZero();
        assertThat(result.correctness().reordered()).isZero();
    }

    @Test
    void there_are_never_more_than_a_hundred_instances() {
        RunResult result = run(Map.of(), steady(6000, 10));

        assertThat(Simulations.instances(result, 10)).isEqualTo(100);
        assertThat(result.measured().seconds().get(9).lag()).isGreaterThan(5000);
    }

    @Test
    void more_requests_of_an_instance_need_fewer_instances() {
        RunResult one = run(Map.of(), steady(400, 30));
        RunResult ten = run(Map.of("TRISKEL_SIM_CONCURRENCY", "10"), steady(400, 30));

        assertThat(Simulations.instances(ten, 30)).isLessThan(Simulations.instances(one, 30));
    }

    private static RunResult run(Map<String, String> environment, Phase... phases) {
        Workload workload = Simulations.function(KeySpread.even(2000), 20, 100, phases);
        return Simulations.run(
                workload, (all, clock) -> SimulatedGcpLoad.topic(all, clock, new Settings(new HashMap<>(environment))));
    }
}
