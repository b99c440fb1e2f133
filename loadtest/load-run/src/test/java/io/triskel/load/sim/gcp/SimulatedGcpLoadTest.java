package io.triskel.load.sim.gcp;

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

/** How large the simulated topic is. */
class SimulatedGcpLoadTest {
    @Test
    void each_consumer_has_so_many_streams_that_they_are_loaded_to_70_percent() {
        assertThat(stack(Map.of())).isEqualTo("Pub/Sub with ordering keys, large region, 1 stream of each consumer");
    }

    @Test
    void streams_that_are_set_count_instead() {
        assertThat(stack(Map.of("TRISKEL_SIM_STREAMS", "4")))
                .isEqualTo("Pub/Sub with ordering keys, large region, 4 streams of each consumer");
    }

    private static String stack(Map<String, String> environment) {
        Workload workload = Simulations.workload(1024, KeySpread.even(1000), 2, Duration.ZERO, 1, steady(3000, 60));
        return SimulatedGcpLoad.topic(workload, new VirtualClock(Instant.EPOCH), new Settings(environment))
                .stack();
    }
}
