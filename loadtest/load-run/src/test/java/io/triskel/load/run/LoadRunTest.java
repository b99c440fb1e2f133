package io.triskel.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.result.Evidence;
import io.triskel.load.result.RunVerdict;
import io.triskel.load.result.RunVerdict.Objective;
import io.triskel.load.run.ScriptedPath.Script;
import io.triskel.load.run.ScriptedPath.Sending;
import io.triskel.load.traffic.SendOutcome;
import io.triskel.load.workload.Level;
import io.triskel.load.workload.Objectives;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Worker;
import io.triskel.load.workload.Workload;
import io.triskel.publish.RejectionCause;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Whole runs on one thread and a clock that does not wait. */
class LoadRunTest {
    private static final long MILLI = 1_000_000;
    private static final Phase STEADY = new Phase.Steady(100, Duration.ofSeconds(3));

    private final VirtualClock clock = new VirtualClock();

    @Test
    void the_result_has_every_field_of_its_format() {
        JsonNode json = run(new Script() {}, limits(), STEADY)
                .toFile("memory", Evidence.MEMORY)
                .build()
                .toJson();

        assertThat(names(json))
                .contains(
                        "level",
                        "repeat",
                        "repeats",
                        "seed",
                        "workload",
                        "from",
                        "to",
                        "partial",
                        "verdict",
                        "phases",
                        "latency",
                        "stages",
                        "clockErrorUs",
                        "series",
                        "correctness",
                        "late",
                        "unsent",
                        "errors",
                        "self");
        assertThat(names(json.path("correctness")))
                .contains(
                        "sent",
                        "accepted",
                        "delivered",
                        "lost",
                        "unknownOutcome",
                        "duplicates",
                        "reordered",
                        "deepestReorder",
                        "corrupt",
                        "foreign",
                        "drainMs");
        assertThat(names(json.path("phases").get(0)))
                .containsExactly("kind", "fromMs", "toMs", "rate", "offered", "sent", "accepted", "delivered");
        assertThat(json.path("stages").findValuesAsText("name"))
                .containsExactly("schedule-to-send", "send-to-acknowledgement", "send-to-handler");
        assertThat(Workload.fromJson(json.path("workload")).name()).isEqualTo("test");
        assertThat(json.path("verdict").path("checks").findValuesAsText("unit")).containsOnly("ms", "%", "ppm");
        assertThat(json.path("verdict").path("objectives").findValuesAsText("unit"))
                .containsOnly("ms", "%", "");
    }

    @Test
    void the_histogram_decodes_to_the_percentiles_beside_it() throws Exception {
        JsonNode corrected = run(
                        new Script() {
                            @Override
                            public long delivery(Sending sending) {
                                return 7 * MILLI;
                            }
                        },
                        Objectives.none(),
                        STEADY)
                .toFile("memory", Evidence.MEMORY)
                .build()
                .toJson()
                .path("latency")
                .path("corrected");

        Histogram decoded = Histogram.decodeFromCompressedByteBuffer(
                ByteBuffer.wrap(
                        Base64.getDecoder().decode(corrected.path("histogram").asText())),
                0);

        assertThat(decoded.getTotalCount())
                .isEqualTo(corrected.path("count").asLong())
                .isEqualTo(300);
        assertThat(decoded.getValueAtPercentile(99))
                .isEqualTo(corrected.path("p99Us").asLong());
        assertThat(corrected.path("p50Us").asDouble()).isCloseTo(7_500, within(600.0));
    }

    @Test
    void a_path_with_stages_of_its_own_has_these_in_their_order_and_of_what_counts_alone() {
        JsonNode json = run(
                        new Script() {
                            @Override
                            public List<String> stages() {
                                return List.of("send-to-placed", "placed-to-shipped");
                            }

                            @Override
                            public long delivery(Sending sending) {
                                return 7 * MILLI;
                            }
                        },
                        Objectives.none(),
                        new Phase.WarmUp(100, Duration.ofSeconds(1)),
                        STEADY)
                .toFile("memory", Evidence.MEMORY)
                .build()
                .toJson();

        assertThat(json.path("stages").findValuesAsText("name"))
                .containsExactly("schedule-to-send", "send-to-acknowledgement", "send-to-placed", "placed-to-shipped");
        assertThat(json.path("stages").get(2).path("count").asLong()).isEqualTo(300);
        assertThat(json.path("stages").get(3).path("p50Us").asDouble()).isCloseTo(7_000, within(10.0));
    }

    @Test
    void what_the_path_alone_knows_is_in_the_result() {
        JsonNode json = run(new Script() {}, Objectives.none(), STEADY)
                .toFile("memory", Evidence.MEMORY)
                .build()
                .toJson();

        assertThat(json.path("reporting").path("calls").asInt()).isPositive();
    }

    @Nested
    class At_level_pipeline {
        /** The first event of all takes longest, so that others of its key overtake it. */
        private final Script slowFirst = new Script() {
            @Override
            public long delivery(Sending sending) {
                return sending.number() == 0 ? 900 * MILLI : MILLI;
            }
        };

        private RunResult run(Level level) {
            Workload workload = Workloads.of(level, 3, Objectives.none(), STEADY);
            ScriptedPath path = new ScriptedPath(clock, slowFirst);
            calls = path;
            return new LoadRun(workload, path, 5, 0, clock, () -> false, progress -> {}).run();
        }

        private ScriptedPath calls = new ScriptedPath(clock, slowFirst);

        @Test
        void each_order_is_a_call_and_one_observer_sees_it() {
            RunResult result = run(Level.PIPELINE);

            assertThat(calls.mostEventsAtOnce).isOne();
            assertThat(result.correctness().delivered()).isEqualTo(300);
            assertThat(result.correctness().lost()).isZero();
        }

        @Test
        void orders_of_a_customer_may_settle_in_any_order_where_events_of_a_key_may_not() {
            assertThat(run(Level.PIPELINE).correctness().reordered()).isZero();
            assertThat(run(Level.FUNCTION).correctness().reordered()).isPositive();
        }
    }

    @Nested
    class Of_several_workers {
        /** Each key has a latency of its own. */
        private final Script mixed = new Script() {
            @Override
            public long delivery(Sending sending) {
                return (1 + sending.key()) * MILLI;
            }
        };

        private RunResult run(Worker worker, Script script, Phase... phases) {
            VirtualClock own = new VirtualClock();
            return new LoadRun(
                            Workloads.of(1, Objectives.none(), phases),
                            new ScriptedPath(own, script),
                            5,
                            0,
                            own,
                            new LoadRun.Lead(worker, () -> {}, () -> false, Budget.NONE, each -> {}))
                    .run();
        }

        @Test
        void the_sum_is_what_one_would_have_measured() {
            RunResult alone = run(Worker.ALONE, mixed, STEADY);

            Histogram together = new Histogram(3_600_000_000L, 3);
            long sent = 0;
            for (int i = 0; i < 4; i++) {
                RunResult part = run(new Worker(i, 4), mixed, STEADY);
                together.add(part.measured().actual().micros());
                sent += part.correctness().sent();
                assertThat(part.correctness().lost()).isZero();
            }

            assertThat(together).isEqualTo(alone.measured().actual().micros());
            assertThat(sent).isEqualTo(alone.correctness().sent()).isEqualTo(300);
        }

        @Test
        void a_capacity_is_the_workers_part_of_the_rate() {
            Phase.Capacity search = new Phase.Capacity(10, 1_000, Duration.ofSeconds(10), 0.05);

            RunResult half = run(new Worker(1, 2), new Script() {}, search);

            assertThat(half.found().orElseThrow().capacity().passed().orElseThrow())
                    .isBetween(475.0, 500.0);
        }

        @Test
        void none_begins_before_all_are_ready() {
            List<Integer> sentBefore = new ArrayList<>();
            ScriptedPath path = new ScriptedPath(clock, mixed);

            RunResult result = new LoadRun(
                            Workloads.of(1, Objectives.none(), STEADY),
                            path,
                            5,
                            0,
                            clock,
                            new LoadRun.Lead(
                                    new Worker(0, 2),
                                    () -> {
                                        clock.pause(5_000 * MILLI);
                                        sentBefore.add(path.sendings.size());
                                    },
                                    () -> false,
                                    Budget.NONE,
                                    each -> {}))
                    .run();

            assertThat(sentBefore).containsExactly(0);
            assertThat(result.measured().late()).isZero();
        }
    }

    @Test
    void percents_are_numbers_of_percent() {
        JsonNode objectives = run(throttlingEach(10), limits(), STEADY)
                .toFile("memory", Evidence.MEMORY)
                .build()
                .toJson()
                .path("verdict")
                .path("objectives");

        JsonNode throttled = StreamSupport.stream(objectives.spliterator(), false)
                .filter(each -> each.path("name").asText().equals("throttled"))
                .findFirst()
                .orElseThrow();
        assertThat(throttled.path("value").asDouble()).isBetween(9.0, 12.0);
        assertThat(throttled.path("limit").asDouble()).isEqualTo(1);
    }

    @Test
    void what_was_throttled_is_no_error_too() {
        List<String> missed = run(throttlingEach(10), limits(), STEADY).objectives().stream()
                .filter(objective -> !objective.met())
                .map(Objective::name)
                .toList();

        assertThat(missed).contains("throttled").doesNotContain("errors");
    }

    @Test
    void a_run_that_was_stopped_is_partial_and_says_nothing() {
        ScriptedPath path = new ScriptedPath(clock, new Script() {});
        RunResult result = new LoadRun(
                        Workloads.of(1, Objectives.none(), STEADY),
                        path,
                        5,
                        0,
                        clock,
                        () -> clock.nanos() > 1_000 * MILLI,
                        each -> {})
                .run();

        assertThat(result.span().partial()).isTrue();
        assertThat(result.exit()).isEqualTo(RunVerdict.INVALID);
        assertThat(result.correctness().sent()).isBetween(95L, 105L);
    }

    @Test
    void a_run_that_may_spend_no_more_waits_for_what_is_on_its_way() {
        Script slow = new Script() {
            @Override
            public long delivery(Sending sending) {
                return 400 * MILLI;
            }
        };

        RunResult result = new LoadRun(
                        Workloads.of(1, Objectives.none(), STEADY),
                        new ScriptedPath(clock, slow),
                        5,
                        0,
                        clock,
                        new LoadRun.Lead(Worker.ALONE, () -> {}, () -> false, new Events(100), each -> {}))
                .run();

        assertThat(result.span().partial()).isTrue();
        assertThat(result.correctness().sent()).isEqualTo(100);
        assertThat(result.correctness().lost()).isZero();
    }

    @Test
    void what_is_refused_is_paid_each_time_that_it_is_sent() {
        Events budget = new Events(100);

        RunResult result = new LoadRun(
                        Workloads.of(1, Objectives.none(), STEADY),
                        new ScriptedPath(clock, throttlingEach(10)),
                        5,
                        0,
                        clock,
                        new LoadRun.Lead(Worker.ALONE, () -> {}, () -> false, budget, each -> {}))
                .run();

        assertThat(budget.left).isZero();
        assertThat(result.correctness().sent()).isLessThan(100);
        assertThat(result.measured().accepted() + result.measured().refused()).isLessThanOrEqualTo(100);
    }

    /** A budget of so many events. */
    private static final class Events implements Budget {
        private int left;
        private boolean stopped;

        private Events(int left) {
            this.left = left;
        }

        @Override
        public int affordable(int events) {
            stopped |= left == 0;
            return Math.min(left, events);
        }

        @Override
        public void sent(int events) {
            left -= events;
        }

        @Override
        public boolean isSpent() {
            return stopped;
        }

        @Override
        public boolean stopped() {
            return stopped;
        }
    }

    @Test
    void progress_is_told_once_a_second_with_its_phase() {
        List<LoadRun.Progress> told = new ArrayList<>();
        ScriptedPath path = new ScriptedPath(clock, new Script() {});
        RunResult unused = new LoadRun(
                        Workloads.of(1, Objectives.none(), new Phase.WarmUp(10, Duration.ofMillis(1_500)), STEADY),
                        path,
                        5,
                        0,
                        clock,
                        () -> false,
                        told::add)
                .run();

        assertThat(told).extracting(LoadRun.Progress::phase).containsExactly("warm-up", "steady", "steady", "steady");
        assertThat(told.get(0).secondsLeft()).isCloseTo(3.5, within(0.01));
        assertThat(told).extracting(each -> Math.round(each.more().at())).containsExactly(1L, 2L, 3L, 4L);
        assertThat(told).allMatch(each -> each.more().late() == 0 && each.more().reordered() == 0);
    }

    @Test
    void a_ramp_breaks_where_it_broke_and_not_where_its_drain_ended() {
        // Takes 200 a second, and loses what is above it.
        long[] free = new long[1];
        Script script = new Script() {
            @Override
            public long delivery(Sending sending) {
                free[0] = Math.max(free[0], sending.at()) + 5 * MILLI;
                return free[0] - sending.at() > 3_000 * MILLI ? -1 : free[0] - sending.at();
            }
        };
        Phase.Capacity search = new Phase.Capacity(20, 2_000, Duration.ofSeconds(10), 0.05);

        RunResult result = run(script, Objectives.none(), search);

        var found = result.found().orElseThrow();
        assertThat(found.probes().get(0).rate()).isBetween(150.0, 300.0);
        assertThat(found.capacity().passed().orElseThrow()).isCloseTo(200, within(10.0));
        assertThat(result.correctness().sent())
                .isGreaterThanOrEqualTo(result.correctness().delivered());
    }

    @Test
    void a_steep_ramp_does_not_break_where_events_come_a_third_of_a_second_later() {
        Script script = new Script() {
            @Override
            public long delivery(Sending sending) {
                return 330 * MILLI;
            }
        };
        Phase.Capacity search = new Phase.Capacity(10, 1_000, Duration.ofSeconds(10), 0.05);

        RunResult result = run(script, Objectives.none(), search);

        assertThat(result.found().orElseThrow().capacity().passed().orElseThrow())
                .isGreaterThan(950);
    }

    private RunResult run(Script script, Objectives objectives, Phase... phases) {
        return new LoadRun(
                        Workloads.of(1, objectives, phases),
                        new ScriptedPath(clock, script),
                        5,
                        0,
                        clock,
                        () -> false,
                        each -> {})
                .run();
    }

    private static Script throttlingEach(int numbers) {
        return new Script() {
            @Override
            public SendOutcome outcome(Sending sending, int attempt) {
                return attempt == 1 && sending.number() % numbers == 0
                        ? SendOutcome.refused(RejectionCause.THROTTLED, "Slow")
                        : SendOutcome.ACCEPTED;
            }
        };
    }

    private static Objectives limits() {
        return new Objectives(
                Optional.of(Duration.ofSeconds(1)),
                OptionalDouble.of(0.001),
                OptionalDouble.of(0.01),
                OptionalDouble.of(0.05),
                OptionalLong.of(0),
                OptionalLong.of(0));
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
