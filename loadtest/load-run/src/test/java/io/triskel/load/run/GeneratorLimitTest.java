package io.triskel.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.result.RunVerdict;
import io.triskel.load.run.ScriptedPath.Script;
import io.triskel.load.workload.Objectives;
import io.triskel.load.workload.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sinks of known behaviour behind a path, in virtual time: who is said to have held events back, the generator or the target? */
class GeneratorLimitTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    private final VirtualClock clock = new VirtualClock();

    @ParameterizedTest
    @ValueSource(longs = {30, 50, 100})
    void a_sink_that_answers_slowly_and_delivers_at_half_time_has_that_latency_and_no_other(long millis) {
        RunResult result = run(answeringAfter(millis * MILLI), 1_000, 10);

        assertThat(result.measured().corrected().percentile(99) / 1e3).isCloseTo(millis / 2.0, within(1.5));
        assertThat(result.measured().ownDelay().percentile(99.9)).isLessThan(2_000);
        assertThat(broken(result)).isEmpty();
    }

    @Test
    void a_sink_without_a_limit_is_never_what_holds_events_back() {
        RunResult result = run(answeringAfter(5 * MILLI), 100_000, 3);

        assertThat(result.measured().corrected().percentile(99) / 1e3).isCloseTo(2.5, within(0.5));
        assertThat(broken(result)).isEmpty();
    }

    /** Simulated services answer after 10 ms with a standard deviation of 0.5 of the logarithm. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1})
    void a_sink_whose_answers_vary_is_not_held_to_be_slow(double sigma) {
        Random random = new Random(1);
        RunResult result = run(
                new Script() {
                    @Override
                    public long answer(int call) {
                        return (long) (10 * MILLI * Math.exp(sigma * random.nextGaussian()));
                    }
                },
                1_000,
                60);

        assertThat(result.part().sending().atLimit()).isLessThan(0.005);
        assertThat(result.measured().scheduleDelay().percentile(99)).isLessThan(2_000);
        assertThat(broken(result)).isEmpty();
    }

    @Test
    void a_sink_that_stalls_once_failed_by_itself() {
        long[] stalled = {Long.MAX_VALUE, Long.MIN_VALUE};
        RunResult result = run(
                new Script() {
                    @Override
                    public long answer(int call) {
                        long now = clock.nanos();
                        if (now >= 4 * SECOND && now < 6 * SECOND) {
                            stalled[0] = Math.min(stalled[0], now);
                            return 6 * SECOND - now + 5 * MILLI;
                        }
                        return 5 * MILLI;
                    }

                    @Override
                    public long delivery(ScriptedPath.Sending sending) {
                        return sending.at() >= 4 * SECOND && sending.at() < 6 * SECOND
                                ? 6 * SECOND - sending.at()
                                : MILLI;
                    }
                },
                1_000,
                10);

        assertThat(result.measured().corrected().percentile(99) / 1e3).isCloseTo(1_900, within(40.0));
        assertThat(result.measured().ownDelay().percentile(99.9)).isLessThan(2_000);
        assertThat(broken(result)).isEmpty();
    }

    @Test
    void a_client_that_blocks_in_send_because_its_target_stalled_is_the_targets() {
        RunResult result = run(
                new Script() {
                    @Override
                    public long stall(int call) {
                        return call == 5_000 ? 2 * SECOND : 0;
                    }
                },
                1_000,
                10);

        assertThat(result.measured().corrected().percentile(99) / 1e3).isCloseTo(1_900, within(40.0));
        assertThat(result.measured().ownDelay().percentile(90) / 1e3).isLessThan(1);
        assertThat(result.measured().ownDelay().percentile(99.9)).isLessThan(2_000);
        assertThat(broken(result)).isEmpty();
    }

    @Test
    void a_client_that_needs_more_processor_than_there_is_makes_the_run_invalid() {
        RunResult result = run(
                new Script() {
                    @Override
                    public long burn(int events) {
                        return 3 * MILLI / 2 * events;
                    }
                },
                1_000,
                10);

        assertThat(result.measured().corrected().percentile(99) / 1e3).isGreaterThan(3_000);
        assertThat(result.measured().ownDelay().percentile(99) / 1e3).isGreaterThan(3_000);
        assertThat(result.measured().targetDelay().percentile(99)).isZero();
        assertThat(result.exit()).isEqualTo(RunVerdict.INVALID);
        assertThat(broken(result))
                .anySatisfy(check -> assertThat(check).contains("processor").contains("larger machine, add workers"));
    }

    @Test
    void a_generator_that_may_have_no_more_events_in_flight_makes_the_run_invalid() {
        // 200,000 a second that are answered after 400 ms are 80,000 in flight: more than the 50,000 that memory
        // allows.
        RunResult result = run(answeringAfter(400 * MILLI), 200_000, 2);

        assertThat(result.exit()).isEqualTo(RunVerdict.INVALID);
        assertThat(broken(result))
                .anySatisfy(check -> assertThat(check).startsWith("atOwnLimit").contains("fewer or smaller events"));
    }

    @Test
    void a_target_that_answers_later_the_more_it_has_to_do_is_saturated_and_the_run_is_valid() {
        RunResult result = run(serving(2 * MILLI, 0), 1_000, 10);

        assertThat(result.measured().corrected().percentile(99) / 1e3).isGreaterThan(3_000);
        assertThat(result.measured().targetDelay().percentile(50) / 1e3).isGreaterThan(10);
        assertThat(result.measured().ownDelay().percentile(99.9)).isLessThan(2_000);
        assertThat(broken(result)).isEmpty();
    }

    @Nested
    class Of_the_applications_order {
        /** Ten keys with a call of 50 ms each: half of a thousand events a second find their key under way. */
        @Test
        void an_event_that_waits_for_an_earlier_one_of_its_key_waits_for_neither_generator_nor_target() {
            RunResult result = run(
                    new Script() {
                        @Override
                        public long answer(int call) {
                            return 50 * MILLI;
                        }

                        @Override
                        public boolean oneCallPerKey() {
                            return true;
                        }
                    },
                    1_000,
                    10);

            assertThat(result.measured().orderDelay().percentile(90) / 1e3).isBetween(25.0, 51.0);
            assertThat(result.measured().ownDelay().percentile(99.9)).isLessThan(2_000);
            assertThat(result.measured().targetDelay().percentile(99.9)).isZero();
            assertThat(broken(result)).isEmpty();
            assertThat(result.correctness().reordered()).isZero();
        }
    }

    @Nested
    class Of_batching {
        /** Decision 0050: with calls of one or two events each, the local emulators had a median of 5 s instead of 0.1 s. */
        @Test
        void a_target_that_pays_by_the_call_gets_larger_calls_and_is_not_flooded_by_calls_of_one_event() {
            RunResult result = run(serving(0, 3 * MILLI), 1_000, 10);

            assertThat(result.measured().corrected().percentile(50) / 1e3).isLessThan(200);
            assertThat(result.measured().ownDelay().percentile(99.9)).isLessThan(2_000);
        }
    }

    /** The checks that do not hold; garbage is collected in real time, so that it says nothing here. */
    private static List<String> broken(RunResult result) {
        return result.part().checks().stream()
                .filter(check -> !check.ok() && !check.name().equals("collectionShare"))
                .map(check -> check.name() + " " + check.value() + ": " + check.fix())
                .toList();
    }

    private Script answeringAfter(long nanos) {
        return new Script() {
            @Override
            public long answer(int call) {
                return nanos;
            }

            @Override
            public long delivery(ScriptedPath.Sending sending) {
                return nanos / 2;
            }
        };
    }

    /** A target with one server, which takes so long for each event and for each call, one after the other. */
    private Script serving(long nanosPerEvent, long nanosPerCall) {
        long[] free = new long[1];
        return new Script() {
            @Override
            public long answer(int call) {
                return Math.max(MILLI, free[0] - clock.nanos());
            }

            @Override
            public void called(int events) {
                free[0] = Math.max(free[0], clock.nanos()) + nanosPerCall + nanosPerEvent * events;
            }

            @Override
            public long delivery(ScriptedPath.Sending sending) {
                return Math.max(MILLI, free[0] - clock.nanos());
            }
        };
    }

    private RunResult run(Script script, double rate, int seconds) {
        return new LoadRun(
                        Workloads.of(1, Objectives.none(), new Phase.Steady(rate, Duration.ofSeconds(seconds))),
                        new ScriptedPath(clock, script),
                        5,
                        0,
                        clock,
                        () -> false,
                        each -> {})
                .run();
    }
}
