package io.triskel.benchmarks.ratio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.Environment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RatioRunTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Goal AS_FAST = new Goal(RatioMeasure.THROUGHPUT, 0.95);
    private static final Figure SIZE = new Figure("package", 9.5, "MB", "The zip");
    private static final Goal AS_CHEAP = new Goal(RatioMeasure.CPU, 1.10);

    private final List<String> order = new ArrayList<>();

    @Nested
    class Turns {
        @Test
        void both_sides_run_in_turns_and_change_who_begins() throws Exception {
            compare(side("raw", steady()), side("ours", steady())).run(1, 3);

            assertThat(order).containsExactly("raw", "ours", "raw", "ours", "ours", "raw", "raw", "ours");
        }

        @Test
        void the_warm_up_does_not_count() throws Exception {
            Side raw = side("raw", events(1), events(100));
            Side ours = side("ours", events(1_000), events(100));

            RatioResult outcome = compare(raw, ours).run(1, 1);

            assertThat(outcome.ratio(RatioMeasure.THROUGHPUT)).isEqualTo(1.0);
        }

        @Test
        void at_least_one_round_counts() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> compare(side("raw", steady()), side("ours", steady()))
                            .run(1, 0));
        }

        @Test
        void what_a_side_throws_ends_the_comparison() {
            Side broken = new Side("ours", "breaks", () -> {
                throw new IllegalStateException("broken");
            });

            assertThatThrownBy(() -> compare(side("raw", steady()), broken).run(0, 1))
                    .hasMessage("broken");
        }
    }

    @Nested
    class Ratios {
        @Test
        void a_ratio_is_the_median_of_the_rounds_own_ratios() throws Exception {
            // The machine slows down by ten after the first round; ours is 0.9 of the baseline in each but the last.
            Side raw = side("raw", events(1_000), events(100), events(100));
            Side ours = side("ours", events(900), events(90), events(10));

            RatioResult outcome = compare(raw, ours).run(0, 3);

            assertThat(outcome.ratio(RatioMeasure.THROUGHPUT)).isEqualTo(0.9, within(1e-9));
            assertThat(outcome.ratio(RatioMeasure.THROUGHPUT, 0)).isEqualTo(0.1, within(1e-9));
        }

        @Test
        void more_throughput_and_less_processor_time_reach_a_goal() throws Exception {
            RatioResult better = compare(side("raw", steady()), side("ours", new Sample(110, SECOND, 5_000)))
                    .run(0, 1);
            RatioResult worse = compare(side("raw", steady()), side("ours", new Sample(90, SECOND, 20_000)))
                    .run(0, 1);

            assertThat(better.reached(AS_FAST)).isTrue();
            assertThat(better.reached(AS_CHEAP)).isTrue();
            assertThat(worse.reached(AS_FAST)).isFalse();
            assertThat(worse.reached(AS_CHEAP)).isFalse();
            assertThat(better.reachedAll()).isTrue();
            assertThat(worse.reachedAll()).isFalse();
        }

        @Test
        void a_goal_is_reached_exactly_at_its_value() throws Exception {
            RatioResult outcome =
                    compare(side("raw", steady()), side("ours", events(95))).run(0, 1);

            assertThat(outcome.reached(AS_FAST)).isTrue();
        }
    }

    @Nested
    class Reports {
        @Test
        void the_table_has_a_row_per_goal_with_what_was_measured() throws Exception {
            RatioResult outcome = compare(side("raw", steady()), side("ours", new Sample(90, SECOND, 9_000)))
                    .run(0, 1);

            assertThat(new RatioReport(Environment.EMULATOR, List.of(outcome), List.of(SIZE)).markdown())
                    .contains("| publish | events/s | 100 | 90.0 | 0.90 | 0.90 to 0.90 | >= 0.95 | **missed** |")
                    .contains("| publish | CPU us/event | 0.10 | 0.10 | 1.00 | 1.00 to 1.00 | <= 1.10 | reached |")
                    .contains("Baseline, raw: does what raw does. Ours, ours: does what ours does.")
                    .contains("**package**: 9.50 MB. The zip.")
                    .contains("Environment: emulator.");
        }

        @Test
        void json_says_the_same_with_its_environment() throws Exception {
            RatioResult outcome =
                    compare(side("raw", steady()), side("ours", events(90))).run(0, 1);

            var json = new RatioReport(Environment.CLOUD, List.of(outcome), List.of(SIZE)).json();

            assertThat(json.path("environment").asText()).isEqualTo("cloud");
            assertThat(json.path("figures").path(0).path("value").asDouble()).isEqualTo(9.5);
            assertThat(json.path("ratios")).hasSize(2);
            assertThat(json.path("ratios").path(0).path("ratio").asDouble()).isEqualTo(0.9, within(1e-9));
            assertThat(json.path("ratios").path(0).path("reached").asBoolean(true))
                    .isFalse();
        }
    }

    private RatioRun compare(Side raw, Side ours) {
        return new RatioRun("publish", raw, ours, List.of(AS_FAST, AS_CHEAP));
    }

    private static Sample steady() {
        return events(100);
    }

    /** So many events in one second, at 10 us of processor time altogether. */
    private static Sample events(long events) {
        return new Sample(events, SECOND, 10_000);
    }

    /** Answers these samples in turn, the last one from then on. */
    private Side side(String name, Sample... samples) {
        Deque<Sample> left = new ArrayDeque<>(Arrays.asList(samples));
        return new Side(name, "does what " + name + " does", () -> {
            order.add(name);
            return left.size() > 1 ? left.removeFirst() : left.getFirst();
        });
    }
}
