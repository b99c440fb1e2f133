package io.triskel.load.sim.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.load.run.RunResult;
import io.triskel.load.sim.Settings;
import io.triskel.load.sim.Simulations;
import io.triskel.load.sim.VirtualClock;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A stream on demand against its documented growth. */
class GrowthTest {
    /** So that a shard takes 20 events a second. */
    private static final int LARGE = 50 << 10;

    @Test
    void a_new_stream_takes_four_megabytes_a_second() {
        RunResult result = run(new Phase.Steady(160, Duration.ofSeconds(60)));

        assertThat(Simulations.delivered(result)).isBetween(70.0, 82.0);
        assertThat(Simulations.throttled(result)).isPositive();
    }

    @Test
    void it_has_twice_its_peak_a_quarter_of_an_hour_later_and_keeps_it() {
        Growth growth = new Growth(20);
        for (int second = 0; second <= 1_000; second++) {
            long now = second * 1_000_000_000L;
            // 80 events in the tenth second, four shards full, and one in each other one.
            for (int event = 0; event < (second == 10 ? 80 : 1); event++) {
                growth.taken(now);
            }
            assertThat(growth.shards(now)).as("second %d", second).isEqualTo(second < 910 ? 4 : 8);
        }
    }

    @Test
    void shards_of_a_stream_on_demand_cannot_be_set() {
        assertThatThrownBy(() -> SimulatedAwsLoad.stream(
                        workload(new Phase.Steady(1, Duration.ofSeconds(1))),
                        new VirtualClock(Instant.EPOCH),
                        new Settings(Map.of("TRISKEL_SIM_ON_DEMAND", "true", "TRISKEL_SIM_SHARDS", "2"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("set either TRISKEL_SIM_ON_DEMAND or TRISKEL_SIM_SHARDS");
    }

    private static Workload workload(Phase phase) {
        return Simulations.workload(LARGE, KeySpread.even(100), 1, Duration.ZERO, 1, phase);
    }

    private static RunResult run(Phase phase) {
        return Simulations.run(
                workload(phase),
                (all, clock) ->
                        SimulatedAwsLoad.stream(all, clock, new Settings(Map.of("TRISKEL_SIM_ON_DEMAND", "true"))));
    }
}
