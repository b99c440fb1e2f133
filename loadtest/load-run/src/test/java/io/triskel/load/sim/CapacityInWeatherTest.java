package io.triskel.load.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.capacity.Bracket;
import io.triskel.load.capacity.CapacitySearch.Found;
import io.triskel.load.capacity.Stationary;
import io.triskel.load.result.RunVerdict;
import io.triskel.load.run.RunResult;
import io.triskel.load.workload.Arrivals;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Objectives;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole capacity searches, event by event through the generator, on buses whose capacity differs from second to second. */
class CapacityInWeatherTest {
    private static final int SEEDS = Boolean.getBoolean("triskel.thorough") ? 20 : 1;

    private static final Duration PROBE = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource({"false,0", "false,0.02", "false,0.05", "false,0.15", "true,0", "true,0.02", "true,0.05", "true,0.15"})
    void the_capacity_is_found_within_5_percent_and_what_passes_lasts_in_19_of_20_seeds(
            boolean throttling, double noise) {
        double truth = Stationary.highest(noise);

        long found = LongStream.range(0, SEEDS)
                .filter(seed -> {
                    double mean = 150 + new Random(seed).nextInt(300);
                    RunResult result =
                            search(Objectives.none(), clock -> new WeatherBus(clock, mean, noise, throttling, seed));
                    Found one = result.found().orElseThrow();
                    assertThat(one.probes()).hasSizeLessThan(Phase.Capacity.MOST_PROBES);
                    assertThat(Duration.between(
                                    result.span().from(), result.span().to()))
                            .isLessThan(Duration.ofMinutes(15));
                    double passed = one.capacity().passed().orElse(0.0) / mean;
                    return passed >= 0.95 * truth && passed <= truth;
                })
                .count();

        assertThat(found).isGreaterThanOrEqualTo(SEEDS - SEEDS / 20);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_bus_that_every_rate_is_too_much_for_has_less_and_the_run_is_valid(boolean throttling) {
        RunResult result = search(Objectives.none(), clock -> new WeatherBus(clock, 12, 0.05, throttling, 1));

        Bracket found = result.found().orElseThrow().capacity();
        assertThat(found.passed()).isEmpty();
        assertThat(found.failed().orElseThrow()).isBetween(12.0, 20.0);
        assertThat(result.valid()).isTrue();
    }

    @Test
    void what_throttles_too_much_for_the_objectives_before_it_is_full_has_two_brackets() {
        Objectives objectives = new Objectives(
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of(0.01),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());

        RunResult result = search(objectives, clock -> new WeatherBus(clock, 300, 0.05, true, 1));

        Found found = result.found().orElseThrow();
        Bracket limited = found.underObjectives().orElseThrow();
        assertThat(found.capacity().passed().orElseThrow()).isBetween(285.0, 302.0);
        assertThat(limited.passed().orElseThrow()).isBetween(220.0, 295.0);
        assertThat(limited.reason()).isEqualTo("throttled");
        assertThat(result.exit()).isEqualTo(RunVerdict.GOOD);
    }

    private static RunResult search(Objectives objectives, Function<VirtualClock, Service> bus) {
        Phase search = new Phase.Capacity(20, 5_000, PROBE, 0.05);
        Workload any = Simulations.workload(512, KeySpread.even(50), 1, Duration.ofSeconds(60), 1, search);
        Workload workload = new Workload(
                any.name(),
                any.about(),
                any.level(),
                any.seed(),
                any.event(),
                any.keys(),
                1,
                new Arrivals.Uniform(),
                any.phases(),
                objectives,
                any.drain(),
                1,
                Optional.empty(),
                any.demand());
        return Simulations.run(workload, (all, clock) -> bus.apply(clock));
    }
}
