package io.triskel.load.sim.azure;

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

/** How large the simulated namespaces are. */
class SimulatedAzureLoadTest {
    @Test
    void they_have_the_units_and_partitions_that_sizing_proposes_for_what_the_workload_demands() {
        assertThat(stack(Map.of())).isEqualTo("Event Hubs Standard, 5 throughput units in 1 namespace of 5 partitions");
    }

    @Test
    void units_above_40_need_a_further_namespace() {
        assertThat(stack(Map.of("TRISKEL_SIM_THROUGHPUT_UNITS", "41", "TRISKEL_SIM_PARTITIONS", "8")))
                .isEqualTo("Event Hubs Standard, 41 throughput units in 2 namespaces of 8 partitions");
    }

    private static String stack(Map<String, String> environment) {
        Workload workload = Simulations.workload(1024, KeySpread.even(1000), 2, Duration.ZERO, 1, steady(3000, 60));
        return SimulatedAzureLoad.namespaces(workload, new VirtualClock(Instant.EPOCH), new Settings(environment))
                .stack();
    }
}
