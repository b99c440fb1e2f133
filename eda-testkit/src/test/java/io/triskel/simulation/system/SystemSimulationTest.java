package io.triskel.simulation.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * 2,000 seeds per build; {@code -Dtriskel.simulation.seeds=20000} for more, {@code -Dtriskel.simulation.seed=4711} to see a
 * single one again, with {@code -Dtriskel.simulation.trace=1000} for all of its steps.
 */
class SystemSimulationTest {
    private static final long SEEDS = Long.getLong("triskel.simulation.seeds", 2_000);
    private static final Optional<Long> ONE = Optional.ofNullable(Long.getLong("triskel.simulation.seed"));

    private final Codecs codecs = new Codecs();

    @Test
    void whatever_happens_everything_is_seen_once_in_order_the_view_is_the_log_and_the_forgotten_are_forgotten() {
        long first = ONE.orElse(1L);
        for (long seed = first; seed < first + (ONE.isPresent() ? 1 : SEEDS); seed++) {
            assertThat(SystemSimulation.run(seed, codecs, Flaw.NONE)).isEmpty();
        }
    }
}
