package io.triskel.load.sim.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.capacity.CapacitySearch.Found;
import io.triskel.load.sim.Simulations;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A whole capacity search, its ramp, probes and drains, on a simulated bus whose capacity is known: one namespace, however keys fall. */
class CapacityTest {
    private static final int SIZE = 1000;
    private static final int SEEDS = Boolean.getBoolean("triskel.thorough") ? 5 : 1;

    @Test
    void a_known_capacity_is_found_within_5_percent_in_4_of_5_seeds_and_16_probes() {
        long found = LongStream.range(0, SEEDS)
                .filter(seed -> {
                    int units = 1 + new Random(seed).nextInt(3);
                    Found one = search(units, seed);
                    assertThat(one.probes()).hasSizeLessThan(Phase.Capacity.MOST_PROBES);
                    double capacity = units * 1000;
                    return one.capacity()
                            .passed()
                            .filter(passed -> Math.abs(passed - capacity) <= 0.05 * capacity)
                            .isPresent();
                })
                .count();

        assertThat(found).isGreaterThanOrEqualTo(SEEDS - SEEDS / 5);
    }

    private static Found search(int units, long seed) {
        Phase search = new Phase.Capacity(200, 5_000, Duration.ofSeconds(60), 0.05);
        Workload workload = Simulations.workload(SIZE, KeySpread.even(1000), 1, Duration.ofSeconds(60), seed, search);
        return Simulations.run(workload, (all, clock) -> new Namespaces(all, clock, units, 8))
                .found()
                .orElseThrow();
    }
}
