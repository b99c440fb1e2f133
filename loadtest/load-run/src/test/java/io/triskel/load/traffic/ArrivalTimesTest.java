package io.triskel.load.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.workload.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ArrivalTimesTest {
    private static final long SECOND = 1_000_000_000;

    @Nested
    class Uniform {
        @Test
        void the_first_comes_after_half_a_distance_and_the_others_after_a_whole_one() {
            ArrivalTimes times = ArrivalTimes.uniform(timeline(new Phase.Steady(4, seconds(1))));

            assertThat(all(times)).containsExactly(SECOND / 8, SECOND * 3 / 8, SECOND * 5 / 8, SECOND * 7 / 8);
        }

        @Test
        void a_million_a_second_are_a_million() {
            ArrivalTimes times = ArrivalTimes.uniform(timeline(new Phase.Steady(1e6, seconds(1))));

            assertThat(all(times)).hasSize(1_000_000);
        }

        @Test
        void what_is_rounded_does_not_add_up_over_millions() {
            ArrivalTimes times = ArrivalTimes.uniform(timeline(new Phase.Steady(333_333, seconds(15))));
            int count = 0;
            long last = 0;
            for (; times.peek() != ArrivalTimes.NONE; count++) {
                last = times.take();
            }

            assertThat(count).isEqualTo(4_999_995);
            assertThat(last).isCloseTo((long) ((count - 0.5) / 333_333 * 1e9), within(1L));
        }

        @Test
        void a_rate_that_rises_brings_most_at_the_end() {
            List<Long> times = all(ArrivalTimes.uniform(timeline(new Phase.Ramp(1, 1_000, seconds(10)))));

            assertThat(times).hasSize(5_005);
            assertThat(times.stream().filter(time -> time < 5 * SECOND)).hasSizeBetween(1_253, 1_254);
        }

        @Test
        void a_rate_that_falls_brings_most_at_the_start() {
            List<Long> times = all(ArrivalTimes.uniform(timeline(new Phase.Ramp(1_000, 1, seconds(10)))));

            assertThat(times).hasSize(5_005);
            assertThat(times.stream().filter(time -> time < 5 * SECOND)).hasSizeBetween(3_751, 3_753);
        }

        @Test
        void what_is_left_of_a_slow_phase_counts_in_the_next() {
            Phase slow = new Phase.Steady(0.1, seconds(4));

            assertThat(all(ArrivalTimes.uniform(timeline(slow, slow, slow))))
                    .singleElement()
                    .satisfies(time -> assertThat(time).isCloseTo(5 * SECOND, within(1L)));
        }
    }

    @Nested
    class Poisson {
        @Test
        void the_same_seed_brings_the_same_times() {
            Timeline timeline = timeline(new Phase.Steady(100, seconds(5)), new Phase.Ramp(10, 500, seconds(5)));

            assertThat(all(ArrivalTimes.poisson(timeline, 7))).isEqualTo(all(ArrivalTimes.poisson(timeline, 7)));
            assertThat(all(ArrivalTimes.poisson(timeline, 7))).isNotEqualTo(all(ArrivalTimes.poisson(timeline, 8)));
        }

        @Test
        void distances_are_exponentially_distributed_from_the_first_on() {
            double first = 0;
            for (int seed = 0; seed < 20_000; seed++) {
                first += ArrivalTimes.poisson(timeline(new Phase.Steady(1, seconds(60))), seed)
                        .take();
            }

            assertThat(first / 20_000).isCloseTo(SECOND, within(SECOND * 5 / Math.sqrt(20_000)));
        }

        @Test
        void as_many_lie_further_apart_than_the_mean_as_a_poisson_process_has() {
            List<Long> times = all(ArrivalTimes.poisson(timeline(new Phase.Steady(1e5, seconds(1))), 1));
            long far = 0;
            for (int i = 1; i < times.size(); i++) {
                far += times.get(i) - times.get(i - 1) > 10_000 ? 1 : 0;
            }

            assertThat(far / (double) times.size()).isCloseTo(Math.exp(-1), within(0.01));
        }
    }

    @Nested
    class Recorded {
        @Test
        void the_times_come_as_they_are() {
            ArrivalTimes times = ArrivalTimes.recorded(new long[] {0, 5, 5, 9}, 10);

            assertThat(all(times)).containsExactly(0L, 5L, 5L, 9L);
        }

        @Test
        void what_comes_at_the_end_or_later_is_left_out() {
            assertThat(all(ArrivalTimes.recorded(new long[] {1, 10, 11}, 10))).containsExactly(1L);
        }

        @Test
        void an_empty_recording_has_no_arrivals() {
            assertThat(ArrivalTimes.recorded(new long[0], 10).peek()).isEqualTo(ArrivalTimes.NONE);
        }
    }

    @Test
    void looking_at_a_time_does_not_take_it() {
        ArrivalTimes times = ArrivalTimes.uniform(timeline(new Phase.Steady(1, seconds(1))));

        assertThat(times.peek()).isEqualTo(times.peek()).isEqualTo(times.take());
        assertThat(times.take()).isEqualTo(ArrivalTimes.NONE);
        assertThat(times.take()).isEqualTo(ArrivalTimes.NONE);
    }

    @Property(tries = 300)
    void uniform_arrivals_are_as_many_as_the_integral_of_the_rate_rounded(@ForAll("phases") List<Phase> phases) {
        double integral = phases.stream().mapToDouble(Phase::events).sum();

        int count = all(ArrivalTimes.uniform(new Timeline(phases))).size();

        // An integral that lies at half an event may be rounded either way.
        assertThat((double) count).isCloseTo(integral, within(0.5 + 1e-6));
    }

    @Property(tries = 200)
    void uniform_arrivals_of_each_phase_are_the_integral_of_its_rate_but_for_one(@ForAll("phases") List<Phase> phases) {
        Timeline timeline = new Timeline(phases);
        int[] counts = new int[phases.size()];

        all(ArrivalTimes.uniform(timeline)).forEach(time -> counts[timeline.phaseAt(time)]++);

        for (int i = 0; i < counts.length; i++) {
            assertThat((double) counts[i]).isCloseTo(phases.get(i).events(), within(1 + 1e-6));
        }
    }

    @Property(tries = 200)
    void poisson_arrivals_are_as_many_as_the_integral_of_the_rate_within_five_sigma(
            @ForAll("phases") List<Phase> phases, @ForAll long seed) {
        double integral = phases.stream().mapToDouble(Phase::events).sum();

        int count = all(ArrivalTimes.poisson(new Timeline(phases), seed)).size();

        assertThat((double) count).isCloseTo(integral, within(5 * Math.sqrt(integral) + 5));
    }

    @Property(tries = 200)
    void times_never_descend_and_end_with_the_phases(@ForAll("phases") List<Phase> phases, @ForAll long seed) {
        Timeline timeline = new Timeline(phases);

        for (ArrivalTimes times : List.of(ArrivalTimes.uniform(timeline), ArrivalTimes.poisson(timeline, seed))) {
            List<Long> all = all(times);
            assertThat(all).isSorted().allMatch(time -> time >= 0 && time < timeline.end());
        }
    }

    @Provide
    Arbitrary<List<Phase>> phases() {
        Arbitrary<Double> rates = Arbitraries.doubles().between(0.01, 2_000).ofScale(2);
        Arbitrary<Duration> lengths = Arbitraries.longs().between(1, 5_000).map(Duration::ofMillis);
        Arbitrary<Phase> steady = Combinators.combine(rates, lengths).as(Phase.Steady::new);
        Arbitrary<Phase> ramp = Combinators.combine(rates, rates, lengths).as(Phase.Ramp::new);
        return Arbitraries.oneOf(steady, ramp).list().ofMinSize(1).ofMaxSize(5);
    }

    private static Timeline timeline(Phase... phases) {
        return new Timeline(List.of(phases));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static List<Long> all(ArrivalTimes times) {
        List<Long> all = new ArrayList<>();
        while (times.peek() != ArrivalTimes.NONE) {
            all.add(times.take());
        }
        return all;
    }
}
