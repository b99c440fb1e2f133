package io.triskel.load.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.capacity.CapacitySearch.Found;
import io.triskel.load.workload.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapacitySearchTest {
    private static final Phase.Capacity ASKED = new Phase.Capacity(50, 50_000, Duration.ofSeconds(60), 0.05);
    private static final int SEEDS = Boolean.getBoolean("triskel.thorough") ? 400 : 20;
    private static final double LOWEST = 200;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02, 0.05, 0.15})
    void the_capacity_is_found_within_5_percent_and_what_passes_lasts_in_19_of_20_seeds(double noise) {
        double truth = Stationary.highest(noise);

        List<Double> found = sharesFound(noise, SEEDS);

        assertThat(found.stream().filter(share -> isRight(share, truth))).hasSizeGreaterThanOrEqualTo(SEEDS * 19 / 20);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02, 0.05, 0.15})
    void a_search_that_answered_a_tenth_more_would_be_caught_in_every_seed(double noise) {
        double truth = Stationary.highest(noise);

        List<Double> found = sharesFound(noise, 5);

        assertThat(found.stream().filter(share -> isRight(1.1 * share, truth))).isEmpty();
    }

    @Test
    void a_bracket_has_the_capacity_in_it_and_is_as_narrow_as_asked_if_the_weather_lets_it() {
        FluidBus bus = new FluidBus(7, 1_000, 0.02);

        Bracket found = new CapacitySearch(ASKED, false, bus).search().capacity();

        assertThat(found.passed().orElseThrow()).isBetween(950.0, 1_000.0);
        assertThat(found.failed().orElseThrow())
                .isBetween(1_000.0, 1.05 * found.passed().orElseThrow());
        assertThat(found.reason()).isEqualTo("backlog");
    }

    @Test
    void what_is_believed_is_told_after_each_rate_and_ends_at_the_bracket() {
        FluidBus bus = new FluidBus(7, 1_000, 0.02);
        List<CapacitySearch.Tried> told = new ArrayList<>();

        Found found = new CapacitySearch(ASKED, false, bus.told(told::add)).search();

        assertThat(told).extracting(CapacitySearch.Tried::number).containsExactlyElementsOf(numbers(told.size()));
        assertThat(told.get(0).kind()).isEqualTo("ramp");
        assertThat(told).hasSize(1 + found.probes().size());
        assertThat(told).allMatch(each -> each.low() < each.high());
        CapacitySearch.Tried last = told.get(told.size() - 1);
        assertThat(last.kind()).isEqualTo("confirmation");
        assertThat(last.reason()).isEmpty();
        assertThat(last.rate()).isEqualTo(found.capacity().passed().orElseThrow());
        assertThat(last.high()).isEqualTo(found.capacity().failed().orElseThrow());
        assertThat(last.part(0.5).high()).isEqualTo(last.high() / 2);
    }

    private static List<Integer> numbers(int size) {
        return IntStream.range(0, size).boxed().toList();
    }

    @Test
    void in_a_storm_the_bracket_is_wider_than_asked_and_has_the_capacity_in_it() {
        Bracket found = new CapacitySearch(ASKED, false, new FluidBus(7, 1_000, 0.6))
                .search()
                .capacity();

        assertThat(found.failed().orElseThrow())
                .isGreaterThan(1.05 * found.passed().orElseThrow());
        assertThat(found.passed().orElseThrow()).isLessThan(1_000);
        assertThat(found.failed().orElseThrow()).isGreaterThan(1_000);
    }

    @Test
    void where_everything_lasts_the_highest_rate_passes_and_none_failed() {
        Found found = new CapacitySearch(ASKED, false, new FluidBus(1, 200_000, 0.05)).search();

        assertThat(found.capacity()).isEqualTo(new Bracket(Optional.of(50_000.0), Optional.empty(), ""));
        assertThat(found.underObjectives()).isEmpty();
    }

    @Test
    void where_every_rate_is_too_much_the_capacity_is_below_the_lowest() {
        Bracket found = new CapacitySearch(ASKED, true, new FluidBus(1, 20, 0.05))
                .search()
                .capacity();

        assertThat(found.passed()).isEmpty();
        assertThat(found.failed().orElseThrow()).isBetween(20.0, 50.0);
    }

    @Test
    void a_bus_that_does_not_recover_from_a_probe_ends_the_search_with_what_is_known() {
        FluidBus bus = new FluidBus(1, 1_000, 0.05);
        AtomicInteger drains = new AtomicInteger();
        bus.recovers = rate -> drains.incrementAndGet() < 3;

        Found found = new CapacitySearch(ASKED, true, bus).search();

        assertThat(found.probes()).hasSize(2);
        assertThat(found.capacity().failed().orElseThrow()).isGreaterThan(1_000);
    }

    @Test
    void a_bus_that_does_not_recover_from_the_ramp_has_less_than_the_rate_that_it_broke_at() {
        FluidBus bus = new FluidBus(1, 1_000, 0.05);
        bus.recovers = rate -> false;

        Found found = new CapacitySearch(ASKED, false, bus).search();

        assertThat(found.capacity().passed()).isEmpty();
        assertThat(found.capacity().failed().orElseThrow()).isBetween(1_000.0, 2_000.0);
    }

    @Test
    void where_the_generator_was_the_limit_no_rate_is_known_to_be_too_much_for_the_target() {
        FluidBus bus = new FluidBus(1, 1_000, 0.02);
        bus.generatorLimits = rate -> rate > 900;

        Bracket found = new CapacitySearch(ASKED, false, bus).search().capacity();

        assertThat(found.passed().orElseThrow()).isBetween(950.0, 1_000.0);
        assertThat(found.failed()).isEmpty();
        assertThat(found.reason()).isEqualTo("generator");
    }

    @Nested
    class Under_objectives {
        private final FluidBus bus = new FluidBus(1, 1_000, 0.02);

        @Test
        void that_are_met_at_the_capacity_it_is_the_same() {
            Found found = new CapacitySearch(ASKED, true, bus).search();

            assertThat(found.underObjectives()).contains(found.capacity());
            assertThat(found.best()).isEqualTo(found.capacity().passed());
        }

        @Test
        void that_are_missed_before_it_has_a_bracket_of_its_own() {
            bus.missed = rate -> rate > 700 ? List.of("p99") : List.of();

            Found found = new CapacitySearch(ASKED, true, bus).search();

            Bracket limited = found.underObjectives().orElseThrow();
            assertThat(found.capacity().passed().orElseThrow()).isBetween(950.0, 1_000.0);
            assertThat(limited.passed().orElseThrow()).isBetween(665.0, 700.0);
            assertThat(limited.failed().orElseThrow())
                    .isBetween(700.0, 1.05 * limited.passed().orElseThrow() + 1e-6);
            assertThat(limited.reason()).isEqualTo("p99");
            assertThat(found.best()).isEqualTo(limited.passed());
        }

        @Test
        void that_no_rate_meets_it_is_below_the_lowest_that_was_tried() {
            bus.missed = rate -> List.of("errors");

            Found found = new CapacitySearch(ASKED, true, bus).search();

            Bracket limited = found.underObjectives().orElseThrow();
            assertThat(limited.passed()).isEmpty();
            assertThat(limited.failed().orElseThrow()).isLessThan(200);
            assertThat(found.best()).isEqualTo(found.capacity().passed());
        }
    }

    private static boolean isRight(double share, double truth) {
        return share >= 0.95 * truth && share <= truth;
    }

    /** {@return what passed, as shares of the capacity} */
    private static List<Double> sharesFound(double noise, int seeds) {
        return IntStream.range(0, seeds)
                .mapToObj(seed -> {
                    double capacity = LOWEST * Math.pow(100, seed / (double) seeds);
                    FluidBus bus = new FluidBus(seed, capacity, noise);
                    Found found = new CapacitySearch(ASKED, false, bus).search();
                    assertThat(found.probes()).hasSizeLessThan(Phase.Capacity.MOST_PROBES);
                    assertThat(bus.elapsed()).isLessThanOrEqualTo(15 * 60);
                    return found.capacity().passed().orElse(0.0) / capacity;
                })
                .toList();
    }
}
