package io.triskel.load.sim.aws;

import static io.triskel.load.sim.Simulations.steady;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.result.Evidence;
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

/** Lambda behind a stream against its documented rules. */
class EnvironmentsTest {
    /** Of one shard 10 events of 20 ms are handled at once if ten batches are, and one if it is one: 50 a second. */
    private static final int WORK = 20;

    @Test
    void a_shard_has_as_many_environments_as_batches_side_by_side() {
        assertThat(Simulations.instances(run(2, 1, steady(80, 20)), 20)).isEqualTo(2);
        assertThat(Simulations.instances(run(2, 10, steady(800, 20)), 20)).isEqualTo(20);
    }

    @Test
    void what_comes_beyond_the_lanes_waits_and_is_handled_later_in_order() {
        RunResult result = run(1, 1, steady(100, 20));

        assertThat(result.measured().seconds().get(19).lag()).isBetween(800L, 1200L);
        assertThat(result.correctness().lost()).isZero();
        assertThat(result.correctness().reordered()).isZero();
    }

    @Test
    void a_step_is_answered_by_more_environments_after_their_start() {
        RunResult result = run(4, 10, steady(100, 20), new Phase.Step(800, Duration.ofSeconds(40)));

        assertThat(Simulations.instances(result, 20)).isLessThan(Simulations.instances(result, 60));
        assertThat(Simulations.handledFrom(result, 20)).isBetween(20, 24);
    }

    @Test
    void a_cold_start_delays_the_first_invocation_of_an_environment() {
        Workload workload = workload(steady(50, 10));
        RunResult quick = run(workload, Map.of("TRISKEL_SIM_SHARDS", "1", "TRISKEL_SIM_COLD_START_MS", "1"));
        RunResult slow = run(workload, Map.of("TRISKEL_SIM_SHARDS", "1", "TRISKEL_SIM_COLD_START_MS", "5000"));

        assertThat(p99(slow) - p99(quick)).isCloseTo(5_000_000, within(1_500_000L));
    }

    private static long p99(RunResult result) {
        return result.measured().stage("send-to-function").percentile(99);
    }

    @Test
    void the_result_tells_what_the_functions_did() {
        JsonNode result = run(2, 10, steady(400, 20))
                .toFile("memory", Evidence.MEMORY)
                .build()
                .toJson();

        assertThat(result.path("functions").path("instances").asInt()).isBetween(2, 20);
        assertThat(result.path("functions").path("coldStarts").asInt())
                .isEqualTo(result.path("functions").path("instances").asInt());
        assertThat(result.path("series").path("instances"))
                .hasSameSizeAs(result.path("series").path("offered"));
        assertThat(result.path("stages").findValuesAsText("name"))
                .containsExactly(
                        "schedule-to-send", "send-to-acknowledgement", "send-to-function", "function-to-handled");
    }

    @Test
    void an_eleventh_batch_of_a_shard_is_refused_in_words() {
        assertThatThrownBy(() -> run(1, 11, steady(10, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("TRISKEL_SIM_PARALLEL must be a whole number from 1 to 10, not 11");
    }

    private static Workload workload(Phase... phases) {
        return Simulations.function(KeySpread.even(2000), WORK, 100, phases);
    }

    private static RunResult run(int shards, int parallel, Phase... phases) {
        return run(
                workload(phases),
                Map.of(
                        "TRISKEL_SIM_SHARDS",
                        Integer.toString(shards),
                        "TRISKEL_SIM_PARALLEL",
                        Integer.toString(parallel)));
    }

    private static RunResult run(Workload workload, Map<String, String> environment) {
        return Simulations.run(
                workload,
                (all, clock) -> SimulatedAwsLoad.stream(all, clock, new Settings(new HashMap<>(environment))));
    }
}
