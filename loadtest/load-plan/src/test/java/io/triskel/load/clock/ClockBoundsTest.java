package io.triskel.load.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two clocks and the messages between them, over ten minutes of virtual time. */
class ClockBoundsTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long RUN = 600 * SECOND;
    private static final int SEEDS = Boolean.getBoolean("triskel.thorough") ? 20 : 4;

    private static final LongUnaryOperator RIGHT = drifting(0);

    private static LongUnaryOperator drifting(double ppm) {
        return time -> (long) (time * ppm / 1e6);
    }

    private static LongUnaryOperator stepping(long millis, long fromSecond, long toSecond) {
        return time -> time >= fromSecond * SECOND && time < toSecond * SECOND ? millis * MILLI : 0;
    }

    /** How the time of a message varies, in multiples of its jitter. */
    private enum Jitter {
        EVEN {
            @Override
            double of(Random random, double second) {
                return random.nextDouble();
            }
        },
        EXPONENTIAL {
            @Override
            double of(Random random, double second) {
                return -Math.log(1 - random.nextDouble());
            }
        },
        LOG_NORMAL {
            @Override
            double of(Random random, double second) {
                return Math.exp(random.nextGaussian());
            }
        },
        /** Pareto's, with exponent 1.5: the variance is infinite. */
        HEAVY_TAIL {
            @Override
            double of(Random random, double second) {
                return Math.pow(1 - random.nextDouble(), -1 / 1.5) - 1;
            }
        },
        TWO_ROUTES {
            @Override
            double of(Random random, double second) {
                return (random.nextInt(4) == 0 ? 3 : 0) + random.nextDouble();
            }
        },
        /** Half a minute out of each two minutes all messages are slow, as when consumers are behind. */
        CONGESTION {
            @Override
            double of(Random random, double second) {
                return (second % 120 > 90 ? 20 : 0) + random.nextDouble();
            }
        },
        /** Slower and slower: a queue that grows through the whole run. */
        GROWING {
            @Override
            double of(Random random, double second) {
                return second / 30 + random.nextDouble();
            }
        };

        abstract double of(Random random, double second);
    }

    /** The messages of a run: there and back, each way with its own quickest time. */
    private record Network(Jitter jitter, double jitterMillis, double thereMillis, double backMillis) {
        ClockBounds bounds(LongUnaryOperator offset, long seed) {
            ClockBounds bounds = new ClockBounds();
            messages(offset, seed, bounds, bounds);
            return bounds;
        }

        /** Tells one observer what was caused, and one what was learnt. */
        void messages(LongUnaryOperator offset, long seed, ClockBounds there, ClockBounds back) {
            Random random = new Random(seed);
            for (long sent = 0; sent < RUN; sent += SECOND / 20) {
                long taken = sent + way(thereMillis, sent, random);
                long learnt = taken + way(backMillis, taken, random);
                long theirs = taken + offset.applyAsLong(taken);
                there.after(theirs, sent);
                back.before(theirs, learnt);
            }
        }

        private long way(double quickestMillis, long time, Random random) {
            return (long) (MILLI * (quickestMillis + jitterMillis * jitter.of(random, time / 1e9)));
        }
    }

    private static ClockOffset offset(Network network, LongUnaryOperator offset, long seed) {
        return network.bounds(offset, seed).offset().orElseThrow();
    }

    private static Network network(double quickestMillis) {
        return new Network(Jitter.EXPONENTIAL, 3, quickestMillis, quickestMillis);
    }

    @Nested
    class A_right_clock {
        @ParameterizedTest
        @EnumSource
        void is_never_called_drifting_or_stepped_whatever_the_jitter(Jitter jitter) {
            for (double millis : new double[] {0.2, 1, 5, 20}) {
                for (int seed = 0; seed < SEEDS; seed++) {
                    ClockOffset offset = offset(new Network(jitter, millis, 0.05, 0.3), RIGHT, seed);

                    assertThat(offset.steps()).isZero();
                    assertThat(offset.driftPpm()).isZero();
                }
            }
        }

        @Test
        void has_the_quickest_way_for_an_error() {
            assertThat(offset(network(2), RIGHT, 1).errorMicros()).isBetween(2_000.0, 2_500.0);
        }

        @Test
        void has_no_larger_error_because_all_messages_were_slow_for_a_while() {
            Network stalled = new Network(Jitter.CONGESTION, 20, 2, 2);

            assertThat(offset(stalled, RIGHT, 1).errorMicros()).isLessThan(15_000);
        }

        @Test
        void has_no_offset_before_there_were_messages_both_ways() {
            ClockBounds bounds = new ClockBounds();
            assertThat(bounds.offset()).isEmpty();

            bounds.after(5, 3);

            assertThat(bounds.offset()).isEmpty();
        }
    }

    @Nested
    class A_clock_that_drifts {
        @ParameterizedTest
        @ValueSource(doubles = {50, -50})
        void has_its_rate_within_what_is_told_and_no_step(double ppm) {
            for (int seed = 0; seed < SEEDS; seed++) {
                ClockOffset offset = offset(network(2), drifting(ppm), seed);

                assertThat(ppm).isBetween(offset.leastPpm(), offset.mostPpm());
                assertThat(offset.driftPpm()).isBetween(40.0, 50.0);
                assertThat(offset.steps()).isZero();
            }
        }

        @Test
        void has_an_error_that_covers_the_end_of_the_run_although_bounds_of_the_whole_run_do_not_cross() {
            ClockOffset offset = offset(network(20), drifting(50), 1);

            assertThat(offset.errorMicros()).isBetween(30_000.0, 55_000.0);
        }

        @Test
        void cannot_be_told_from_a_right_one_while_it_moves_less_than_a_round_trip() {
            ClockOffset offset = offset(network(20), drifting(50), 1);

            assertThat(offset.driftPpm()).isZero();
            assertThat(50.0).isBetween(offset.leastPpm(), offset.mostPpm());
        }

        @Test
        void by_a_few_ppm_as_disciplined_clocks_wander_is_no_step() {
            LongUnaryOperator wandering =
                    time -> (long) (5e-6 * 100e9 / (2 * Math.PI) * Math.sin(2 * Math.PI * time / 100e9));
            for (int seed = 0; seed < SEEDS; seed++) {
                ClockOffset offset = offset(new Network(Jitter.EXPONENTIAL, 1, 0.2, 0.2), wandering, seed);

                assertThat(offset.steps()).isZero();
                assertThat(offset.driftPpm()).isLessThan(5);
            }
        }
    }

    @Nested
    class A_clock_that_steps {
        @ParameterizedTest
        @ValueSource(longs = {20, -20, 3_600_000, -3_600_000})
        void has_one_step_of_at_most_that_size_and_no_drift(long millis) {
            for (int seed = 0; seed < SEEDS; seed++) {
                ClockOffset offset = offset(network(2), stepping(millis, 300, 1_000), seed);

                assertThat(offset.steps()).isOne();
                assertThat(offset.stepMicros())
                        .isBetween(Math.abs(millis) * 999.9 - 6_000, Math.abs(millis) * 1e3 + 10);
                assertThat(offset.driftPpm()).isZero();
                assertThat(offset.errorMicros()).isGreaterThanOrEqualTo(Math.abs(millis) * 1e3);
            }
        }

        @Test
        void and_steps_back_has_two() {
            for (int seed = 0; seed < SEEDS; seed++) {
                ClockOffset offset = offset(network(2), stepping(20, 200, 400), seed);

                assertThat(offset.steps()).isEqualTo(2);
                assertThat(offset.stepMicros()).isBetween(14_000.0, 20_010.0);
                assertThat(offset.errorMicros()).isGreaterThanOrEqualTo(20_000);
            }
        }

        @Test
        void and_steps_back_within_a_window_is_noticed() {
            ClockOffset offset = offset(network(2), stepping(20, 300, 302), 1);

            assertThat(offset.steps()).isPositive();
            assertThat(offset.errorMicros()).isGreaterThanOrEqualTo(20_000);
        }

        @Test
        void by_less_than_a_round_trip_cannot_be_proven_but_is_within_the_error() {
            ClockOffset offset = offset(network(15), stepping(20, 200, 400), 1);

            assertThat(offset.steps()).isZero();
            assertThat(offset.errorMicros()).isGreaterThanOrEqualTo(20_000);
        }

        @Test
        void while_it_drifts_has_both() {
            ClockOffset offset = offset(
                    network(2), time -> drifting(50).applyAsLong(time) + (time > 400 * SECOND ? -40 * MILLI : 0), 1);

            assertThat(offset.steps()).isOne();
            assertThat(offset.stepMicros()).isBetween(30_000.0, 40_010.0);
            assertThat(50.0).isBetween(offset.leastPpm(), offset.mostPpm());
            assertThat(offset.driftPpm()).isPositive();
        }
    }

    @Nested
    class Ways_that_differ {
        private final Network slowBack = new Network(Jitter.EXPONENTIAL, 1, 1, 40);

        @Test
        void cannot_be_told_from_an_offset_and_are_neither_drift_nor_step() {
            ClockOffset right = offset(slowBack, RIGHT, 1);
            ClockOffset behind = offset(new Network(Jitter.EXPONENTIAL, 1, 21, 20), time -> -20 * MILLI, 1);

            assertThat(behind.errorMicros()).isEqualTo(right.errorMicros());
            assertThat(right.errorMicros()).isBetween(40_000.0, 41_000.0);
            assertThat(right.steps() + behind.steps()).isZero();
            assertThat(right.driftPpm() + behind.driftPpm()).isZero();
        }
    }

    @Nested
    class Two_observers {
        @Test
        void that_each_see_one_way_together_know_what_one_would_who_sees_both() {
            for (double ppm : new double[] {0, 50}) {
                ClockBounds ours = new ClockBounds();
                ClockBounds both = network(2).bounds(drifting(ppm), 3);
                ClockBounds seenBack = new ClockBounds();
                network(2).messages(drifting(ppm), 3, ours, seenBack);
                ClockBounds theirs = seenBack.reversed();

                assertThat(ours.offset()).isEmpty();
                ours.merge(theirs.reversed());

                assertThat(ours.offset()).isEqualTo(both.offset());
            }
        }

        @Test
        void have_the_same_error_and_opposite_drifts() {
            ClockBounds bounds = network(2).bounds(drifting(50), 3);

            ClockOffset there = bounds.offset().orElseThrow();
            ClockOffset back = bounds.reversed().offset().orElseThrow();

            assertThat(back.errorMicros()).isCloseTo(there.errorMicros(), withinPercentage(1));
            assertThat(-50.0).isBetween(back.leastPpm(), back.mostPpm());
        }
    }

    @Test
    void a_day_of_messages_is_kept_in_as_many_windows_as_a_minute_and_still_tells_a_step() {
        ClockBounds bounds = new ClockBounds();
        for (long sent = 0; sent < 86_400 * SECOND; sent += SECOND / 2) {
            long taken = sent + MILLI + (sent > 50_000 * SECOND ? 20 * MILLI : 0);
            bounds.after(taken, sent);
            bounds.before(taken, sent + 2 * MILLI);
        }

        assertThat(bounds.windows()).isLessThanOrEqualTo(64);
        assertThat(bounds.offset().orElseThrow().steps()).isOne();
    }
}
