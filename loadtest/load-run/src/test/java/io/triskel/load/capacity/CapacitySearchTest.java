package io.triskel.load.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.capacity.CapacitySearch.Bracket;
import io.triskel.load.capacity.CapacitySearch.Probe;
import io.triskel.load.capacity.CapacitySearch.Prober;
import io.triskel.load.workload.Phase;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CapacitySearchTest {
    private static final Phase.Capacity ASKED = asked(3);

    @Test
    void a_known_capacity_is_found_within_5_percent_in_19_of_20_seeds_and_12_probes() {
        long found = LongStream.range(0, 200)
                .filter(seed -> {
                    SimulatedBus bus = new SimulatedBus(new Random(seed), 0.01);
                    Bracket bracket = new CapacitySearch(ASKED, bus).search();
                    assertThat(bracket.probes()).hasSizeLessThanOrEqualTo(12);
                    return bracket.passed().isPresent()
                            && Math.abs(bracket.passed().get() - bus.capacity) <= 0.05 * bus.capacity;
                })
                .count();

        assertThat(found).isGreaterThanOrEqualTo(190);
    }

    @Property(tries = 300)
    void without_noise_the_capacity_is_in_the_bracket_which_is_as_narrow_as_asked(@ForAll long seed) {
        SimulatedBus bus = new SimulatedBus(new Random(seed), 0);

        Bracket bracket = new CapacitySearch(ASKED, bus).search();

        assertThat(bracket.passed().orElseThrow()).isLessThanOrEqualTo(bus.capacity);
        assertThat(bracket.failed().orElseThrow()).isGreaterThan(bus.capacity);
        assertThat(bracket.passed().orElseThrow())
                .isGreaterThanOrEqualTo(0.95 * bracket.failed().orElseThrow() - 1e-6);
        assertThat(bracket.confirmed()).isEqualTo(3);
        assertThat(bracket.reason()).isIn("lag-slope", "p99");
    }

    @Test
    void where_everything_passes_the_highest_rate_is_confirmed_and_nothing_failed() {
        Bracket bracket = new CapacitySearch(ASKED, always(true)).search();

        assertThat(bracket.passed()).contains(100_000.0);
        assertThat(bracket.failed()).isEmpty();
        assertThat(bracket.reason()).isEmpty();
        assertThat(bracket.confirmed()).isEqualTo(3);
        assertThat(bracket.probes()).hasSize(4);
    }

    @Test
    void where_nothing_passes_the_lowest_rate_has_failed() {
        Bracket bracket = new CapacitySearch(ASKED, always(false)).search();

        assertThat(bracket.passed()).isEmpty();
        assertThat(bracket.failed()).contains(100.0);
        assertThat(bracket.confirmed()).isZero();
        assertThat(bracket.reason()).isEqualTo("p99");
        assertThat(bracket.probes()).hasSizeLessThanOrEqualTo(12);
    }

    @Test
    void a_rate_that_does_not_pass_again_is_the_upper_end_and_one_close_below_is_confirmed() {
        // 750 passes, 875 fails, 812.5 passes, 843.75 passes once.
        Bracket bracket = new CapacitySearch(
                        ASKED, scripted(1_000, true, false, true, true, false, true, true, true, true))
                .search();

        assertThat(bracket.passed().orElseThrow()).isCloseTo(843.75 * 0.975, within(1e-6));
        assertThat(bracket.failed()).contains(843.75);
        assertThat(bracket.reason()).isEqualTo("scripted");
        assertThat(bracket.confirmed()).isEqualTo(3);
    }

    @Test
    void a_rate_whose_confirmation_the_probes_did_not_suffice_for_says_how_often_it_passed() {
        Bracket bracket = new CapacitySearch(asked(10), new SimulatedBus(new Random(3), 0)).search();

        assertThat(bracket.probes()).hasSizeLessThanOrEqualTo(12);
        assertThat(bracket.confirmed()).isEqualTo(10);
    }

    private static Phase.Capacity asked(int confirm) {
        return new Phase.Capacity(100, 100_000, Duration.ofSeconds(60), Duration.ofSeconds(20), 0.05, confirm);
    }

    private static Prober always(boolean ok) {
        return new Prober() {
            @Override
            public Probe ramp(double from, double to) {
                return new Probe(ok ? to : from, ok, ok ? "" : "p99");
            }

            @Override
            public Probe probe(double rate) {
                return new Probe(rate, ok, ok ? "" : "p99");
            }
        };
    }

    private static Prober scripted(double breaksAt, Boolean... outcomes) {
        Iterator<Boolean> next = List.of(outcomes).iterator();
        return new Prober() {
            @Override
            public Probe ramp(double from, double to) {
                return new Probe(breaksAt, false, "ramp");
            }

            @Override
            public Probe probe(double rate) {
                boolean ok = next.next();
                return new Probe(rate, ok, ok ? "" : "scripted");
            }
        };
    }

    /** Keeps up with rates to its capacity, which a probe sees a little off; a ramp breaks late. */
    private static final class SimulatedBus implements Prober {
        private final Random random;
        private final double noise;
        private final double capacity;

        SimulatedBus(Random random, double noise) {
            this.random = random;
            this.noise = noise;
            this.capacity = 200 * Math.pow(10, random.nextDouble() * 2.5);
        }

        private double seen() {
            return capacity * (1 + noise * random.nextGaussian());
        }

        @Override
        public Probe ramp(double from, double to) {
            double breaks = seen() * (1.05 + 0.4 * random.nextDouble());
            return breaks < to ? new Probe(breaks, false, "p99") : new Probe(to, true, "");
        }

        @Override
        public Probe probe(double rate) {
            boolean ok = rate <= seen();
            return new Probe(rate, ok, ok ? "" : "lag-slope");
        }
    }
}
