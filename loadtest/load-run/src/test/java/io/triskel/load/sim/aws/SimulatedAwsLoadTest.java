package io.triskel.load.sim.aws;

import static io.triskel.load.sim.Simulations.steady;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.sim.Settings;
import io.triskel.load.sim.Simulations;
import io.triskel.load.sim.VirtualClock;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How large the simulated stream is. */
class SimulatedAwsLoadTest {
    @Test
    void it_has_the_shards_that_sizing_proposes_for_what_the_workload_demands() {
        assertThat(stack(Map.of())).isEqualTo("Kinesis provisioned, 5 shards, polled every 400 ms by each consumer");
    }

    @Test
    void shards_and_polls_that_are_set_count_instead() {
        assertThat(stack(Map.of("TRISKEL_SIM_SHARDS", "1", "TRISKEL_SIM_POLLS", "1")))
                .isEqualTo("Kinesis provisioned, 1 shard, polled every 1000 ms by each consumer");
    }

    @Test
    void enhanced_fan_out_has_no_polls() {
        assertThat(stack(Map.of("TRISKEL_SIM_FAN_OUT", "true")))
                .isEqualTo("Kinesis provisioned, 5 shards, enhanced fan-out");
    }

    private static String stack(Map<String, String> environment) {
        Workload workload = Simulations.workload(1024, KeySpread.even(1000), 2, Duration.ZERO, 1, steady(3000, 60));
        return SimulatedAwsLoad.stream(workload, new VirtualClock(Instant.EPOCH), new Settings(environment))
                .stack();
    }
}
