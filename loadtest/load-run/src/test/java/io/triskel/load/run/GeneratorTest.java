package io.triskel.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.measure.Ledgers;
import io.triskel.load.measure.Measurement;
import io.triskel.load.result.Correctness;
import io.triskel.load.run.ScriptedPath.Script;
import io.triskel.load.run.ScriptedPath.Sending;
import io.triskel.load.traffic.ArrivalTimes;
import io.triskel.load.traffic.KeyChoice;
import io.triskel.load.traffic.OwnArrivals;
import io.triskel.load.traffic.SendOutcome;
import io.triskel.load.traffic.Timeline;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Phase;
import io.triskel.publish.RejectionCause;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    private static final List<RejectionCause> CAUSES = List.of(RejectionCause.values());
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long RUN = 5;

    @Nested
    class An_open_loop {
        @Test
        void sends_each_event_when_it_is_due() {
            Fixture fixture = new Fixture(new Script() {}, 1_000, 2, 1);

            fixture.run();

            assertThat(fixture.path.sendings)
                    .hasSize(2_000)
                    .allSatisfy(sending ->
                            assertThat(sending.at()).isBetween(sending.intended(), sending.intended() + MILLI));
        }

        @Test
        void does_not_wait_for_answers() {
            Fixture fixture = new Fixture(
                    new Script() {
                        @Override
                        public long answer(int call) {
                            return call == 0 ? SECOND : MILLI / 10;
                        }
                    },
                    100,
                    1,
                    10);

            fixture.run();

            assertThat(fixture.path.sendings)
                    .allSatisfy(sending ->
                            assertThat(sending.at() - sending.intended()).isLessThanOrEqualTo(MILLI));
        }

        @Test
        void counts_latency_from_the_intended_time_where_the_sink_stalls() {
            Fixture fixture = new Fixture(
                    new Script() {
                        @Override
                        public long stall(int call) {
                            return call == 5_000 ? 2 * SECOND : 0;
                        }
                    },
                    1_000,
                    10,
                    10);

            fixture.run();

            // A fifth of all events wait, evenly from 0 to 2 s: one in a hundred waits longer than 1.9 s.
            assertThat((double) fixture.measured.corrected().percentile(99))
                    .isCloseTo(1_900_000, within(0.02 * 1_900_000));
            assertThat(fixture.measured.late()).isCloseTo(1_990, within(2L));
        }

        @Test
        void does_not_take_the_wait_for_a_target_that_got_slower_as_its_own_delay() {
            Fixture fixture = new Fixture(
                    new Script() {
                        @Override
                        public long answer(int call) {
                            return call < 100 ? 10 * MILLI : SECOND;
                        }
                    },
                    100,
                    5,
                    10);

            fixture.run();

            assertThat(fixture.measured.scheduleDelay().percentile(99)).isGreaterThan(900_000);
            assertThat(fixture.measured.targetDelay().percentile(99)).isGreaterThan(900_000);
            assertThat(fixture.measured.ownDelay().percentile(99)).isLessThanOrEqualTo(1_100);
        }
    }

    @Nested
    class What_is_refused {
        @Test
        void goes_again_in_the_order_of_its_key_and_before_new_ones() {
            Fixture fixture = new Fixture(refusingOnce(RejectionCause.THROTTLED, 10), 100, 2, 1);

            fixture.run();

            assertThat(fixture.path.accepted.get(0)).isEqualTo(numbers(200));
            assertThat(fixture.measured.accepted()).isEqualTo(200);
            assertThat(fixture.found().lost()).isZero();
        }

        @Test
        void is_counted_as_sent_once() {
            Fixture fixture = new Fixture(refusingOnce(RejectionCause.TRANSIENT, 10), 100, 2, 1);

            fixture.run();

            assertThat(fixture.measured.sent()).isEqualTo(200);
            assertThat(fixture.found().sent()).isEqualTo(200);
        }

        @Test
        void rests_before_it_goes_again() {
            Fixture fixture = new Fixture(refusingOnce(RejectionCause.THROTTLED, 10), 100, 1, 1);

            fixture.run();

            List<Sending> tenth = fixture.path.sendings.stream()
                    .filter(sending -> sending.number() == 10)
                    .toList();
            assertThat(tenth).hasSize(2);
            assertThat(tenth.get(1).at() - tenth.get(0).at()).isBetween(100 * MILLI, 200 * MILLI);
        }

        @Test
        void for_good_does_not_block_its_key() {
            for (RejectionCause cause : List.of(
                    RejectionCause.TOO_LARGE,
                    RejectionCause.DENIED,
                    RejectionCause.NOT_FOUND,
                    RejectionCause.INVALID)) {
                Fixture fixture = new Fixture(
                        new Script() {
                            @Override
                            public SendOutcome outcome(Sending sending, int attempt) {
                                return sending.number() % 10 == 3
                                        ? SendOutcome.refused(cause, "")
                                        : SendOutcome.ACCEPTED;
                            }
                        },
                        100,
                        1,
                        1);

                fixture.run();

                assertThat(fixture.path.accepted.get(0))
                        .as(cause.name())
                        .isEqualTo(numbers(100).stream()
                                .filter(number -> number % 10 != 3)
                                .toList());
                assertThat(fixture.found().lost()).isZero();
                assertThat(fixture.found().unknownOutcome()).isZero();
                assertThat(fixture.measured.refused()).isEqualTo(10);
            }
        }

        @Test
        void keeps_other_keys_going() {
            Fixture fixture = new Fixture(
                    new Script() {
                        @Override
                        public SendOutcome outcome(Sending sending, int attempt) {
                            return sending.key() == 0
                                    ? SendOutcome.refused(RejectionCause.THROTTLED, "")
                                    : SendOutcome.ACCEPTED;
                        }
                    },
                    100,
                    2,
                    4);

            fixture.run();

            assertThat(fixture.path.accepted).containsOnlyKeys(1, 2, 3);
            assertThat(fixture.measured.accepted() + fixture.measured.unsent()).isBetween(150L, 199L);
            assertThat(fixture.path.sendings.stream().filter(sending -> sending.key() > 0))
                    .allSatisfy(sending ->
                            assertThat(sending.at() - sending.intended()).isLessThanOrEqualTo(MILLI));
        }

        @Test
        void keeps_to_the_calls_and_events_that_may_be_unanswered() {
            Fixture fixture = new Fixture(
                    new Script() {
                        @Override
                        public long answer(int call) {
                            return 20 * MILLI;
                        }

                        @Override
                        public SendOutcome outcome(Sending sending, int attempt) {
                            return sending.intended() < SECOND
                                    ? SendOutcome.refused(RejectionCause.THROTTLED, "")
                                    : SendOutcome.ACCEPTED;
                        }
                    },
                    2_000,
                    2,
                    500);

            fixture.run();

            // By Little's law 2,000 calls a second that take 20 ms are 40, and four times as many may be unanswered.
            assertThat(fixture.path.mostCallsAtOnce).isLessThanOrEqualTo(160);
            assertThat(fixture.path.mostEventsAtOnce).isLessThanOrEqualTo(100);
        }

        @Test
        void of_many_keys_goes_together() {
            Fixture fixture = new Fixture(
                    new Script() {
                        @Override
                        public SendOutcome outcome(Sending sending, int attempt) {
                            return sending.at() < SECOND
                                    ? SendOutcome.refused(RejectionCause.THROTTLED, "")
                                    : SendOutcome.ACCEPTED;
                        }
                    },
                    400,
                    1,
                    100);

            fixture.run();

            long afterwards = fixture.path.sendings.stream()
                    .filter(sending -> sending.at() >= SECOND)
                    .mapToLong(Sending::at)
                    .distinct()
                    .count();
            assertThat(fixture.measured.accepted()).isEqualTo(400);
            assertThat(afterwards).isLessThan(60);
        }
    }

    @Nested
    class The_cap_on_what_is_unanswered {
        @Test
        void holds_for_events() {
            Fixture fixture = new Fixture(
                    new Script() {
                        @Override
                        public long answer(int call) {
                            return 100 * MILLI;
                        }
                    },
                    10_000,
                    1,
                    10);

            fixture.run();

            assertThat(fixture.path.mostEventsAtOnce).isEqualTo(100);
        }

        @Test
        void holds_for_calls_by_the_rate_and_the_time_of_an_idle_target() {
            Fixture fixture = new Fixture(
                    new Script() {
                        @Override
                        public long answer(int call) {
                            return call < 500 ? 10 * MILLI : SECOND;
                        }
                    },
                    1_000,
                    2,
                    10);

            fixture.run();

            assertThat(fixture.path.mostCallsAtOnce).isEqualTo(40);
        }
    }

    @Nested
    class The_end {
        @Test
        void comes_when_everything_is_accepted() {
            Fixture fixture = new Fixture(new Script() {}, 100, 1, 1);

            fixture.run();

            assertThat(fixture.clock.nanos()).isBetween(SECOND - 5 * MILLI, SECOND + MILLI);
            assertThat(fixture.measured.unsent()).isZero();
        }

        @Test
        void by_a_stop_leaves_what_was_due_and_not_sent_as_unsent() {
            Fixture fixture = new Fixture(silent(), 1_000, 2, 10);

            fixture.run(() -> fixture.clock.nanos() >= SECOND);

            assertThat(fixture.measured.sent() + fixture.measured.unsent()).isCloseTo(1_000, within(2L));
            assertThat(fixture.clock.nanos()).isLessThan(SECOND + 5 * MILLI);
        }

        @Test
        void of_a_later_part_counts_only_what_was_due_in_it_as_unsent() {
            Fixture fixture = new Fixture(silent(), 1_000, 2, 10, 100 * SECOND);

            fixture.run(() -> fixture.clock.nanos() >= 101 * SECOND);

            assertThat(fixture.measured.sent() + fixture.measured.unsent()).isCloseTo(1_000, within(2L));
        }

        @Test
        void comes_when_the_time_is_over_although_nothing_is_answered() {
            Fixture fixture = new Fixture(silent(), 10, 2, 10);

            fixture.run();

            assertThat(fixture.clock.nanos()).isBetween(7 * SECOND, 7 * SECOND + 5 * MILLI);
            assertThat(fixture.measured.sent() + fixture.measured.unsent()).isEqualTo(20);
        }

        @Test
        void leaves_what_was_never_answered_as_unknown_and_not_as_lost() {
            Fixture fixture = new Fixture(silent(), 2, 2, 10);

            fixture.run();

            assertThat(fixture.found().unknownOutcome()).isEqualTo(4);
            assertThat(fixture.found().lost()).isZero();
            assertThat(fixture.found().accepted()).isZero();
        }

        @Test
        void leaves_what_waits_behind_a_refused_event_as_unsent() {
            Fixture fixture = new Fixture(
                    new Script() {
                        @Override
                        public SendOutcome outcome(Sending sending, int attempt) {
                            return SendOutcome.refused(RejectionCause.THROTTLED, "");
                        }
                    },
                    100,
                    1,
                    1);

            fixture.run(() -> fixture.clock.nanos() >= SECOND);

            assertThat(fixture.measured.sent() + fixture.measured.unsent()).isEqualTo(100);
            assertThat(fixture.measured.unsent()).isPositive();
            assertThat(fixture.found().lost()).isZero();
        }

        @Test
        void is_not_disturbed_by_answers_that_come_after_it() {
            Fixture fixture = new Fixture(
                    new Script() {
                        @Override
                        public long answer(int call) {
                            return 60 * SECOND;
                        }
                    },
                    2,
                    2,
                    10);

            fixture.run();
            Correctness before = fixture.found();
            fixture.clock.pause(100 * SECOND);

            assertThat(fixture.found().accepted()).isEqualTo(before.accepted()).isZero();
            assertThat(fixture.found().lost()).isZero();
        }
    }

    /** Whatever a target answers, and when: each key's events are accepted in order, and each event ends in one account. */
    @Property(tries = 300)
    void accepted_events_are_in_order_and_none_is_forgotten(@ForAll long seed) {
        Random random = new Random(seed);
        boolean oneCallPerKey = random.nextBoolean();
        Fixture fixture = new Fixture(
                new Script() {
                    @Override
                    public long answer(int call) {
                        return random.nextInt(30) * MILLI;
                    }

                    @Override
                    public boolean oneCallPerKey() {
                        return oneCallPerKey;
                    }

                    @Override
                    public SendOutcome outcome(Sending sending, int attempt) {
                        int chance = random.nextInt(20);
                        RejectionCause cause = CAUSES.get(random.nextInt(CAUSES.size()));
                        return chance == 0 ? SendOutcome.refused(cause, "") : SendOutcome.ACCEPTED;
                    }
                },
                200,
                1,
                1 + random.nextInt(8));

        fixture.run();

        assertThat(fixture.path.accepted.values())
                .allSatisfy(numbers -> assertThat(numbers).isSorted().doesNotHaveDuplicates());
        assertThat(fixture.measured.sent()).isEqualTo(200);
        assertThat(fixture.measured.unsent()).isZero();
        assertThat(fixture.found().lost()).isZero();
        assertThat(fixture.found().reordered()).isZero();
        assertThat(fixture.path.mostEventsAtOnce).isLessThanOrEqualTo(100);
    }

    private static Script refusingOnce(RejectionCause cause, int number) {
        return new Script() {
            @Override
            public long answer(int call) {
                return 30 * MILLI;
            }

            @Override
            public SendOutcome outcome(Sending sending, int attempt) {
                return sending.number() == number && attempt == 1
                        ? SendOutcome.refused(cause, "")
                        : SendOutcome.ACCEPTED;
            }
        };
    }

    private static Script silent() {
        return new Script() {
            @Override
            public long answer(int call) {
                return -1;
            }
        };
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static final class Fixture {
        private final VirtualClock clock = new VirtualClock();
        private final ScriptedPath path;
        private final Ledgers ledgers;
        private final Measurement measured;
        private final Timeline timeline;
        private final OwnArrivals arrivals;
        private final Generator generator;

        Fixture(Script script, double rate, int seconds, int keys) {
            this(script, rate, seconds, keys, 0);
        }

        Fixture(Script script, double rate, int seconds, int keys, long start) {
            clock.pause(start);
            path = new ScriptedPath(clock, script);
            ledgers = new Ledgers(keys, 1);
            timeline = new Timeline(List.of(new Phase.Steady(rate, ScriptedPath.seconds(seconds))));
            measured = new Measurement(RUN, ledgers, timeline, clock.nanos(), clock::nanos);
            path.arriveAt(measured);
            arrivals = new OwnArrivals(ArrivalTimes.uniform(timeline), new KeyChoice(KeySpread.even(keys), 1));
            generator = new Generator(path, measured, clock, new Sizes(50, 100), 1, InFlight.UNKNOWN, Budget.NONE);
        }

        void run() {
            run(() -> false);
        }

        void run(BooleanSupplier stop) {
            generator.run(arrivals, measured.start() + timeline.end() + 5 * SECOND, stop);
            // What is on its way now arrives.
            clock.pause(0);
        }

        Correctness found() {
            return ledgers.correctness(0);
        }
    }
}
