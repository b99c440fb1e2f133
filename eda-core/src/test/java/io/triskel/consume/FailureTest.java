package io.triskel.consume;

import static io.triskel.consume.Scene.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.consume.EventHandler.Handling;
import io.triskel.consume.FailurePolicy.Decision;
import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.parking.Lane;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTest {
    private final Scene scene = new Scene();

    private void policy(FailurePolicy policy) {
        scene.consumer =
                builder -> builder.inbox(scene.inbox).parkingLot(scene.lot).policy(policy);
    }

    private List<Integer> attempts() {
        return scene.handlings.stream().map(Handling::attempt).toList();
    }

    @Test
    void a_released_event_can_be_claimed_at_once_and_its_attempts_count_on() {
        scene.fails("a");

        var first = scene.verdicts(Redelivery.ONE_BY_ONE, event("a"));
        var second = scene.verdicts(Redelivery.ONE_BY_ONE, event("a"));

        assertThat(first).containsExactly("unsettled-failed");
        assertThat(second).containsExactly("handled");
        assertThat(attempts()).containsExactly(1, 2);
    }

    @Test
    void the_policy_parks_after_its_attempts_until_somebody_asks() {
        policy(FailurePolicy.retryThenPark(2));
        scene.alwaysFails("a");

        scene.process(Redelivery.ONE_BY_ONE, event("a", "k"));
        var second = scene.verdicts(Redelivery.ONE_BY_ONE, event("a", "k"), event("b", "k"));

        assertThat(second).containsExactly("parked", "parked");
        assertThat(scene.head(Lane.of("k")).attempts()).isEqualTo(2);
        assertThat(scene.head(Lane.of("k")).reason())
                .contains("failed 2 times, last with java.lang.IllegalStateException at ");
        assertThat(scene.lot.due("notes", scene.instant().plus(Duration.ofDays(999)), 9))
                .isEmpty();
    }

    @Test
    void an_event_that_waited_behind_a_failure_has_not_been_attempted() {
        scene.fails("a");
        scene.process(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"), event("b", "k"));
        scene.process(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"), event("b", "k"));

        assertThat(scene.handled).containsExactly("a", "a", "b");
        assertThat(attempts()).containsExactly(1, 2, 1);
    }

    @Nested
    class When_a_dependency_fails_and_not_the_event {
        @Test
        void the_batch_stops_and_no_attempt_is_counted() {
            policy((event, failure, attempt) -> Decision.halt("the database is out"));
            scene.fails("b");

            var verdicts = scene.verdicts(Redelivery.WHOLE_BATCH, event("a"), event("b", "k"), event("c", "l"));
            scene.process(Redelivery.WHOLE_BATCH, event("a"), event("b", "k"), event("c", "l"));

            assertThat(verdicts).containsExactly("handled", "unsettled-halted", "unsettled-halted");
            assertThat(scene.handled).containsExactly("a", "b", "b", "c");
            assertThat(attempts()).containsExactly(1, 1, 1, 1);
        }

        @Test
        void an_outage_does_not_park_a_topic_however_long_it_lasts() {
            policy((event, failure, attempt) -> Decision.halt("the database is out"));
            scene.alwaysFails("a");

            for (int i = 0; i < 50; i++) {
                scene.advance(Duration.ofMinutes(1));
                var verdicts = scene.verdicts(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"), event("b", "l"));
                assertThat(verdicts).containsOnly("unsettled-halted");
            }

            assertThat(scene.parked("k")).isEmpty();
        }
    }

    @Nested
    class When_it_is_not_yet_possible {
        @Test
        void it_is_retried_and_not_an_attempt() {
            scene.when("a", handling -> {
                throw new NotYetException("version 3");
            });

            var first = scene.verdicts(Redelivery.ONE_BY_ONE, event("a"));
            scene.process(Redelivery.ONE_BY_ONE, event("a"));

            assertThat(first).containsExactly("unsettled-failed");
            assertThat(attempts()).containsExactly(1, 1);
        }

        @Test
        void it_still_holds_its_shard_no_longer_than_the_retry_budget() {
            Scene.Behaviour notYet = handling -> {
                throw new NotYetException("version 3");
            };
            scene.when("a", notYet, notYet);

            scene.process(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"));
            scene.advance(Duration.ofSeconds(30));
            var verdicts = scene.verdicts(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"));

            assertThat(verdicts).containsExactly("parked");
        }
    }

    @Nested
    class When_it_is_possible_a_moment_later {
        private final Scene.Behaviour notYet = handling -> {
            throw new NotYetException("version 3");
        };

        @Test
        void a_whole_batch_waits_for_it_and_does_not_come_again() {
            scene.when("a", notYet, notYet);

            var verdicts = scene.verdicts(Redelivery.WHOLE_BATCH, event("a", "k"), event("b", "k"), event("c", "l"));

            assertThat(verdicts).containsExactly("handled", "handled", "handled");
            assertThat(scene.pauses).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
            assertThat(attempts()).containsOnly(1);
        }

        @Test
        void a_whole_batch_waits_for_less_than_two_seconds() {
            scene.when("a", Collections.nCopies(9, notYet).toArray(Scene.Behaviour[]::new));

            var verdicts = scene.verdicts(Redelivery.WHOLE_BATCH, event("a", "k"), event("b", "l"));

            assertThat(verdicts).containsExactly("unsettled-failed", "handled");
            assertThat(scene.pauses.stream().reduce(Duration.ZERO, Duration::plus))
                    .isLessThan(Duration.ofSeconds(2));
        }

        @ParameterizedTest
        @EnumSource(names = {"ONE_BY_ONE", "FROM_FIRST_UNSETTLED"})
        void another_source_brings_it_again_alone(Redelivery redelivery) {
            scene.when("a", notYet);

            var verdicts = scene.verdicts(redelivery, event("a", "k"));

            assertThat(verdicts).containsExactly("unsettled-failed");
            assertThat(scene.pauses).isEmpty();
        }
    }

    @Nested
    class When_a_port_fails_under_the_handler {
        private final Scene.Behaviour throttled = handling -> {
            throw new PortException("the table is called more often than its capacity allows");
        };

        private void throttled(int times) {
            scene.when("a", Collections.nCopies(times, throttled).toArray(Scene.Behaviour[]::new));
        }

        @Test
        void five_throttles_in_a_row_do_not_park_a_healthy_event() {
            throttled(5);

            for (int i = 0; i < 5; i++) {
                assertThat(scene.verdicts(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"), event("b", "l")))
                        .containsExactly("unsettled-port-failed", i == 0 ? "handled" : "duplicate");
            }
            assertThat(scene.verdicts(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k")))
                    .containsExactly("handled");

            assertThat(scene.parked("k")).isEmpty();
            assertThat(attempts()).containsOnly(1);
        }

        @Test
        void an_exception_that_wraps_the_ports_is_no_attempt_either() {
            scene.when("a", handling -> {
                throw new CompletionException(new IllegalStateException(new PortException("down")));
            });

            scene.process(Redelivery.ONE_BY_ONE, event("a"));
            scene.process(Redelivery.ONE_BY_ONE, event("a"));

            assertThat(attempts()).containsExactly(1, 1);
        }

        @Test
        void causes_that_form_a_circle_are_a_failure_like_any_other() {
            scene.when("a", handling -> {
                Exception outer = new Exception("outer");
                outer.initCause(new Exception("inner", outer));
                throw outer;
            });

            assertThat(scene.verdicts(Redelivery.ONE_BY_ONE, event("a"))).containsExactly("unsettled-failed");
        }

        @Test
        void over_the_retry_budget_it_is_parked_and_replayed_by_itself() {
            throttled(2);

            scene.process(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"));
            scene.advance(Duration.ofSeconds(30));
            var verdicts = scene.verdicts(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"));

            assertThat(verdicts).containsExactly("parked");
            assertThat(scene.lot.due("notes", scene.instant().plus(Duration.ofMinutes(1)), 9))
                    .containsExactly(Lane.of("k"));
            assertThat(scene.head(Lane.of("k")).attempts()).isZero();
        }

        @Test
        void a_source_that_is_retried_in_place_parks_it_at_the_deadline_to_be_replayed_by_itself() {
            throttled(200);

            var verdicts = scene.verdicts(Redelivery.HELD, event("a", "k"));

            assertThat(verdicts).containsExactly("parked");
            assertThat(scene.lot.due("notes", scene.instant().plus(Duration.ofMinutes(1)), 9))
                    .containsExactly(Lane.of("k"));
        }

        @Test
        void a_replay_counts_no_attempt_and_tries_again_later() {
            throttled(7);
            policy((event, failure, attempt) -> Decision.park("for good"));
            scene.process(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"));
            scene.advance(Duration.ofSeconds(30));
            scene.process(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"));

            for (int i = 0; i < 5; i++) {
                scene.advance(Duration.ofMinutes(1));
                assertThat(scene.replay()
                                .replayDue(scene.instant(), 9, scene.deadline())
                                .failed())
                        .isEqualTo(1);
            }
            scene.advance(Duration.ofMinutes(1));
            ParkedReplay.ReplayReport last = scene.replay().replayDue(scene.instant(), 9, scene.deadline());

            assertThat(last.handled()).isEqualTo(1);
            assertThat(attempts()).containsOnly(1);
        }

        @Test
        void a_policy_may_stop_the_batch() {
            throttled(1);
            policy((event, failure, attempt) -> Decision.halt("the table is out"));

            assertThat(scene.verdicts(Redelivery.WHOLE_BATCH, event("a", "k"), event("b", "l")))
                    .containsOnly("unsettled-halted");
        }

        @Test
        void attempts_that_the_event_itself_failed_still_count() {
            policy(FailurePolicy.retryThenPark(2));
            scene.fails("a");
            throttled(3);
            scene.fails("a");

            for (int i = 0; i < 4; i++) {
                scene.process(Redelivery.ONE_BY_ONE, event("a", "k"));
            }
            assertThat(scene.verdicts(Redelivery.ONE_BY_ONE, event("a", "k"))).containsExactly("parked");
        }
    }

    @Nested
    class When_a_handler_throws_an_error {
        @Test
        void it_is_a_failure_like_any_other() {
            scene.when("a", handling -> {
                throw new AssertionError("a bug");
            });

            var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("a"), event("b"));

            assertThat(verdicts).containsExactly("unsettled-failed", "handled");
        }

        @Test
        void a_stack_overflow_is_a_failure_of_its_event() {
            policy(FailurePolicy.retryThenPark(2));
            Scene.Behaviour deep = handling -> {
                throw new StackOverflowError("deep");
            };
            scene.when("a", deep, deep);

            var first = scene.verdicts(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"), event("b", "l"));
            var second = scene.verdicts(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"), event("b", "l"));

            assertThat(first).containsExactly("unsettled-failed", "handled");
            assertThat(second).containsExactly("parked", "duplicate");
            assertThat(scene.head(Lane.of("k")).reason()).contains("failed 2 times", "StackOverflowError");
        }

        @ParameterizedTest
        @EnumSource(
                value = Redelivery.class,
                names = {"ONE_BY_ONE", "FROM_FIRST_UNSETTLED", "WHOLE_BATCH", "HELD"})
        void a_broken_package_halts_the_batch_without_an_attempt_and_parks_nothing(Redelivery redelivery) {
            LinkageError broken = new NoClassDefFoundError("com/acme/Printer");
            Scene.Behaviour bare = handling -> {
                throw broken;
            };
            Scene.Behaviour wrapped = handling -> {
                throw new ExecutionException(new InvocationTargetException(new ExceptionInInitializerError("none")));
            };
            policy(FailurePolicy.retryThenPark(1));
            scene.when("b", bare, wrapped, bare, wrapped);

            for (int i = 0; i < 4; i++) {
                scene.advance(Duration.ofMinutes(5));
                assertThat(scene.verdicts(redelivery, event("b", "k"), event("c", "l")))
                        .containsOnly("unsettled-halted");
            }
            var repaired = scene.verdicts(redelivery, event("b", "k"), event("c", "l"));

            assertThat(repaired).containsOnly("handled");
            assertThat(attempts()).containsOnly(1);
        }

        @Test
        void a_policy_that_meets_a_broken_package_halts_the_batch_too() {
            policy((event, failure, attempt) -> {
                throw new NoClassDefFoundError("com/acme/Policy");
            });
            scene.fails("a");

            assertThat(scene.verdicts(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"), event("b", "l")))
                    .containsOnly("unsettled-halted");
        }

        @Test
        void one_of_the_virtual_machine_is_thrown_on_and_nothing_is_settled() {
            scene.when("a", handling -> {
                throw new OutOfMemoryError("full");
            });

            assertThatThrownBy(() -> scene.process(Redelivery.ONE_BY_ONE, event("b"), event("a")))
                    .isInstanceOf(OutOfMemoryError.class);

            assertThat(scene.inboxFaults.calls).containsExactly("claimAll");
        }
    }

    @Test
    void an_event_that_kills_its_host_again_and_again_is_parked_untried() {
        for (int i = 0; i < 5; i++) {
            scene.when("a", handling -> {
                throw new OutOfMemoryError("full");
            });
            assertThatThrownBy(() -> scene.process(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k")))
                    .isInstanceOf(OutOfMemoryError.class);
            scene.advance(Duration.ofMinutes(2));
        }

        var verdicts = scene.verdicts(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"), event("b", "l"));

        assertThat(verdicts).containsExactly("parked", "handled");
        assertThat(scene.head(Lane.of("k")).reason()).contains("cut off 5 times");
    }

    @Test
    void an_interrupted_handler_stops_the_batch_and_the_thread_stays_interrupted() {
        scene.when("a", handling -> {
            throw new InterruptedException();
        });

        var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("z"), event("a"), event("b"));
        boolean interrupted = Thread.interrupted();
        scene.process(Redelivery.ONE_BY_ONE, event("a"));

        assertThat(verdicts).containsExactly("handled", "unsettled-halted", "unsettled-halted");
        assertThat(interrupted).isTrue();
        assertThat(attempts()).containsExactly(1, 1, 1);
    }

    @Test
    void a_policy_that_throws_has_decided_to_retry() {
        policy((event, failure, attempt) -> {
            throw new IllegalStateException("no idea");
        });
        scene.fails("a");

        var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("a"), event("b"));

        assertThat(verdicts).containsExactly("unsettled-failed", "handled");
    }

    @Test
    void a_policy_that_throws_an_error_has_decided_to_retry() {
        policy((event, failure, attempt) -> {
            throw new AssertionError("no idea");
        });
        scene.fails("a");

        assertThat(scene.verdicts(Redelivery.ONE_BY_ONE, event("a"), event("b")))
                .containsExactly("unsettled-failed", "handled");
    }

    @Test
    void a_deadline_beyond_all_time_is_a_deadline() {
        Settlement settlement =
                scene.processor().process(List.of(event("a", "k")), Redelivery.HELD, new Deadline(Instant.MAX));

        assertThat(settlement.complete()).isTrue();
    }

    @Test
    void a_parked_head_may_be_due_by_itself() {
        policy((event, failure, attempt) ->
                Decision.parkUntil("later", scene.instant().plusSeconds(5)));
        scene.fails("a");

        scene.process(Redelivery.ONE_BY_ONE, event("a", "k"));

        assertThat(scene.lot.due("notes", scene.instant().plusSeconds(4), 9)).isEmpty();
        assertThat(scene.lot.due("notes", scene.instant().plusSeconds(5), 9)).containsExactly(Lane.of("k"));
    }
}
