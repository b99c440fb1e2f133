package io.triskel.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.saga.SagaRow.Timer;
import io.triskel.saga.SagaWork.FireReport;
import io.triskel.saga.SagaWork.SagaFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FireDueTest {
    private static final Instant MINUTE = World.START.plusSeconds(60);

    @Nested
    class A_timer {
        @Test
        void goes_off_when_it_is_due_and_only_once() throws Exception {
            World world = new World().tell("1", "a", "timer tick 60");

            assertThat(world.runner.fireDue(MINUTE.minusMillis(1), 10).fired()).isZero();
            assertThat(world.runner.fireDue(MINUTE, 10).fired()).isEqualTo(1);
            assertThat(world.runner.fireDue(MINUTE, 10).fired()).isZero();
            assertThat(world.heard("a")).containsExactly("timer tick 60", "tick");
        }

        @Test
        void that_was_cancelled_does_not_count() throws Exception {
            World world = new World().tell("1", "a", "timer tick 60").tell("2", "a", "cancel tick");
            world.store.stale.add(new SagaRef("script", "a"));

            assertThat(world.runner.fireDue(MINUTE, 10)).isEqualTo(new FireReport(0, List.of(), false));
        }

        @Test
        void that_was_set_again_counts_at_its_new_time_only() throws Exception {
            World world = new World().tell("1", "a", "timer tick 60").tell("2", "a", "timer tick 120");
            world.store.stale.add(new SagaRef("script", "a"));

            assertThat(world.runner.fireDue(MINUTE, 10).fired()).isZero();
            assertThat(world.runner.fireDue(MINUTE.plusSeconds(60), 10).fired()).isEqualTo(1);
        }

        @Test
        void of_an_instance_that_has_ended_is_gone() throws Exception {
            World world = new World().tell("1", "a", "timer tick 60").tell("2", "a", "end completed");

            assertThat(world.row("a").timers()).isEmpty();
            assertThat(world.runner.fireDue(MINUTE, 10).fired()).isZero();
        }

        @Test
        void set_by_an_ending_stays() throws Exception {
            World world = new World().tell("1", "a", "end completed", "timer tick 60");

            assertThat(world.runner.fireDue(MINUTE, 10).fired()).isEqualTo(1);
        }

        @Test
        void set_again_by_its_own_timeout_at_the_same_moment_is_another_one() throws Exception {
            World world = new World().tell("1", "a", "timer loop 0");

            world.runner.fireDue(World.START, 1);

            assertThat(world.row("a").timers()).extracting(Timer::due).containsExactly(World.START.plusMillis(1));
            assertThat(world.runner.fireDue(World.START, 10).fired()).isZero();
        }

        @Test
        void is_not_disturbed_by_a_clock_that_goes_back() throws Exception {
            World world = new World().tell("1", "a", "timer tick 60");
            world.later(Duration.ofHours(-1));

            assertThat(world.runner.fireDue(world.now, 10).fired()).isZero();
            assertThat(world.runner.fireDue(MINUTE, 10).fired()).isEqualTo(1);
        }
    }

    @Nested
    class An_index_entry {
        private final World world = new World();

        @Test
        void stays_where_it_is_while_timers_become_later_and_goes_with_the_last() throws Exception {
            world.tell("1", "a", "timer tick 60");
            world.later(Duration.ofSeconds(5));
            world.tell("2", "a", "timer tick 60");
            assertThat(world.stored("a").nextWake()).contains(MINUTE);

            world.tell("3", "a", "end completed");
            assertThat(world.stored("a").nextWake()).isEmpty();
        }

        @Test
        void moves_to_an_earlier_timer() throws Exception {
            world.tell("1", "a", "timer tick 60").tell("2", "a", "timer tock 30");

            assertThat(world.stored("a").nextWake()).contains(World.START.plusSeconds(30));
        }

        @Test
        void that_is_early_fires_nothing_and_moves_to_the_timer() throws Exception {
            world.tell("1", "a", "timer tick 60").tell("2", "a", "timer tick 120");

            assertThat(world.runner.fireDue(MINUTE, 10).fired()).isZero();

            assertThat(world.stored("a").nextWake()).contains(MINUTE.plusSeconds(60));
            assertThat(world.runner.fireDue(MINUTE.plusSeconds(59), 10).fired()).isZero();
            assertThat(world.runner.fireDue(MINUTE.plusSeconds(60), 10).fired()).isEqualTo(1);
        }

        @Test
        void that_is_early_keeps_no_timer_behind_it_waiting() throws Exception {
            for (int i = 0; i < 50; i++) {
                world.tell("1", "early-" + i, "timer tick 50").tell("2", "early-" + i, "timer tick 600");
            }
            for (int i = 0; i < 10; i++) {
                world.tell("1", "due-" + i, "timer tick 60");
            }

            int fired = 0;
            for (int pass = 0; pass < 60; pass++) {
                fired += world.runner.fireDue(MINUTE, 1).fired();
            }

            assertThat(fired).isEqualTo(10);
            assertThat(world.runner.fireDue(MINUTE, 1)).isEqualTo(new FireReport(0, List.of(), false));
        }

        @Test
        void is_left_to_the_writer_who_was_faster() throws Exception {
            world.tell("1", "a", "timer tick 60").tell("2", "a", "timer tick 120");
            world.store.beforeSave = () -> {
                world.store.beforeSave = () -> {};
                world.store.touch(new SagaRef("script", "a"));
            };

            assertThat(world.runner.fireDue(MINUTE, 10)).isEqualTo(new FireReport(0, List.of(), false));
            assertThat(world.runner.fireDue(MINUTE.plusSeconds(60), 10).fired()).isEqualTo(1);
        }
    }

    @Nested
    class A_pass {
        @Test
        void fires_the_timers_of_an_instance_in_the_order_in_which_they_are_due() throws Exception {
            World world = new World().tell("1", "a", "timer second 20", "timer first 10", "timer third 30");

            assertThat(world.runner.fireDue(MINUTE, 10).fired()).isEqualTo(3);
            assertThat(world.heard("a")).endsWith("first", "second", "third");
        }

        @Test
        void counts_now_from_what_it_is_told_also_for_timers_set_meanwhile() throws Exception {
            World world = new World().tell("1", "a", "timer timer-next-5 60");

            world.runner.fireDue(MINUTE.plusSeconds(600), 10);

            assertThat(world.row("a").timers()).extracting(Timer::due).containsExactly(MINUTE.plusSeconds(605));
        }

        @Test
        void is_bounded_and_says_that_there_is_more() throws Exception {
            World world = new World();
            for (int i = 0; i < 50; i++) {
                world.tell("1", "instance-" + i, "timer tick 60");
            }

            FireReport first = world.runner.fireDue(MINUTE, 30);
            FireReport second = world.runner.fireDue(MINUTE, 30);

            assertThat(first.fired()).isEqualTo(30);
            assertThat(first.more()).isTrue();
            assertThat(second.fired()).isEqualTo(20);
            assertThat(world.runner.fireDue(MINUTE, 30)).isEqualTo(new FireReport(0, List.of(), false));
        }

        @Test
        void is_bounded_within_one_instance_too() throws Exception {
            World world = new World().tell("1", "a", "timer first 10", "timer second 20");

            assertThat(world.runner.fireDue(MINUTE, 1).fired()).isEqualTo(1);
            assertThat(world.heard("a")).endsWith("first");
        }

        @Test
        void that_loses_a_race_looks_at_the_fresh_row() throws Exception {
            World world = new World().tell("1", "a", "timer tick 60");
            int[] races = {1};
            world.store.beforeSave = () -> {
                if (races[0]-- > 0) {
                    world.store.touch(new SagaRef("script", "a"));
                }
            };

            assertThat(world.runner.fireDue(MINUTE, 10).fired()).isEqualTo(1);
            assertThat(world.heard("a")).containsExactly("timer tick 60", "tick");
        }

        @Test
        void reports_a_store_that_fails_and_loses_nothing() throws Exception {
            World world = new World().tell("1", "a", "timer tick 60");
            world.store.down = true;

            FireReport report = world.runner.fireDue(MINUTE, 10);

            assertThat(report.fired()).isZero();
            assertThat(report.failures()).hasSize(SagaRef.BUCKETS);
            world.store.down = false;
            assertThat(world.runner.fireDue(MINUTE, 10).fired()).isEqualTo(1);
        }
    }

    @Nested
    class A_timer_that_the_saga_fails_on {
        private final World world = new World(builder -> builder.stuckAfter(3));

        private static void firedTheGoodOneAndReported(FireReport report, String message) {
            assertThat(report.fired()).isEqualTo(1);
            assertThat(report.failures())
                    .extracting(SagaFailure::message)
                    .singleElement()
                    .asString()
                    .contains(message);
        }

        @Test
        void is_put_off_and_keeps_nobody_else_waiting() throws Exception {
            world.tell("1", "bad", "timer fail 60").tell("1", "good", "timer tick 60");

            FireReport report = world.runner.fireDue(MINUTE, 10);

            firedTheGoodOneAndReported(report, "told to fail");
            assertThat(world.runner.fireDue(MINUTE, 10).failures()).isEmpty();
            assertThat(world.runner.fireDue(MINUTE.plusSeconds(60), 10).failures())
                    .hasSize(1);
        }

        @ParameterizedTest
        @CsvSource({"overflow, told to recurse, 1", "unlink, told to miss a class, 0"})
        void with_an_error_is_reported_and_counts_unless_a_class_is_missing(String order, String message, int counted)
                throws Exception {
            world.tell("1", "bad", "timer " + order + " 60").tell("1", "good", "timer tick 60");

            FireReport report = world.runner.fireDue(MINUTE, 10);

            firedTheGoodOneAndReported(report, message);
            assertThat(world.row("bad").timers()).extracting(Timer::failures).containsExactly(counted);
        }

        @Test
        void again_and_again_makes_the_instance_stuck_and_waits_for_an_operator() throws Exception {
            world.tell("1", "a", "timer fail 60");

            world.runner.fireDue(MINUTE, 10);
            world.runner.fireDue(MINUTE.plusSeconds(3600), 10);
            world.runner.fireDue(MINUTE.plusSeconds(7200), 10);

            assertThat(world.row("a").status().toString())
                    .contains("failed on timer fail: java.lang.IllegalStateException at ");
            assertThat(world.row("a").nextWake()).isEmpty();
            assertThat(world.row("a").timers()).hasSize(1);

            world.script.mended = true;
            world.runner.resume("a");
            assertThat(world.runner.fireDue(MINUTE, 10).fired()).isEqualTo(1);
            assertThat(world.row("a").status()).isEqualTo(new SagaStatus.Running());
        }

        @Test
        void and_can_be_abandoned_all_the_same() throws Exception {
            world.tell("1", "a", "timer fail 60");
            for (int hour = 0; hour < 3; hour++) {
                world.runner.fireDue(MINUTE.plusSeconds(3600L * hour), 10);
            }

            world.runner.abandon("a", "hopeless");

            assertThat(world.row("a").status()).isEqualTo(new SagaStatus.Ended(SagaStatus.ABANDONED));
        }
    }
}
