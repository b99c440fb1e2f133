package io.triskel.saga;

import static io.triskel.saga.Script.fact;
import static io.triskel.saga.Script.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import io.triskel.consume.NotYetException;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.OrderingKey;
import io.triskel.event.PortException;
import io.triskel.saga.SagaRow.PendingCommand;
import io.triskel.saga.SagaRow.Timer;
import io.triskel.saga.SagaRow.Trouble;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SagaRunnerTest {
    private static final TraceContext TRACE =
            TraceContext.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    @Nested
    class An_event {
        @Test
        void is_one_conditional_write_of_state_timers_commands_and_what_was_seen() throws Exception {
            World world = World.sendingLater().tell("1", "a", "send x", "timer t 60");

            assertThat(world.store.saves).isEqualTo(1);
            SagaRow row = world.row("a");
            assertThat(world.heard("a")).containsExactly("send x", "timer t 60");
            assertThat(row.timers()).extracting(Timer::name).containsExactly("t");
            assertThat(row.unsent().commands()).hasSize(1);
            assertThat(row.seen().has(told("1", "a"))).isTrue();
        }

        @Test
        void that_belongs_to_no_instance_changes_nothing() throws Exception {
            World world = new World().tell(told("1", "a").withData(Script.DO, new Script.Do("x")));

            assertThat(world.store.saves).isZero();
        }

        @Test
        void that_changes_nothing_and_asks_for_nothing_makes_no_instance() throws Exception {
            World world = new World().tell("1", "a", "ignore");

            assertThat(world.runner.find("a")).isEmpty();
        }

        @Test
        void that_comes_again_does_nothing() throws Exception {
            World world = new World().tell("1", "a", "send x").tell("1", "a", "send x");

            assertThat(world.bus.sent()).containsExactly("x");
            assertThat(world.heard("a")).containsExactly("send x");
        }

        @Test
        void of_another_source_with_the_same_id_is_another_event() throws Exception {
            Envelope<?> other = Envelope.of(
                    new EventId("/other", "1"),
                    Script.TOLD,
                    told("1", "a", "two").data());
            World world = new World().tell("1", "a", "one").tell(other);

            assertThat(world.heard("a")).containsExactly("one", "two");
        }

        @Test
        void that_loses_the_race_is_taken_again_on_the_fresh_row_and_counts_once() throws Exception {
            World world = new World().tell("1", "a", "one");
            int[] races = {3};
            world.store.beforeSave = () -> {
                if (races[0]-- > 0) {
                    world.store.touch(new SagaRef("script", "a"));
                }
            };

            world.tell("2", "a", "send x");

            assertThat(world.heard("a")).containsExactly("one", "send x");
            assertThat(world.bus.sent()).containsExactly("x");
            assertThat(world.row("a").trouble()).isEmpty();
        }

        @Test
        void that_loses_every_race_until_the_deadline_is_not_an_attempt_and_comes_again() throws Exception {
            World world = new World().tell("1", "a", "one");
            world.store.beforeSave = () -> {
                world.store.touch(new SagaRef("script", "a"));
                world.later(Duration.ofSeconds(11));
            };

            assertThatExceptionOfType(NotYetException.class).isThrownBy(() -> world.tell("2", "a", "two"));

            world.store.beforeSave = () -> {};
            world.tell("2", "a", "two");
            assertThat(world.heard("a")).containsExactly("one", "two");
        }

        @Test
        void that_loses_every_race_ends_even_if_the_clock_stands_still() throws Exception {
            World world = new World().tell("1", "a", "one");
            world.store.beforeSave = () -> world.store.touch(new SagaRef("script", "a"));

            assertThatExceptionOfType(NotYetException.class).isThrownBy(() -> world.tell("2", "a", "two"));
        }

        @Test
        void that_the_store_cannot_keep_fails_with_the_ports_own_exception() throws Exception {
            World world = new World();
            world.store.down = true;

            assertThatExceptionOfType(PortException.class).isThrownBy(() -> world.tell("1", "a", "one"));

            world.store.down = false;
            world.tell("1", "a", "one");
            assertThat(world.heard("a")).containsExactly("one");
        }

        @Test
        void still_moves_an_instance_that_has_ended_or_is_stuck() throws Exception {
            World world = new World()
                    .tell("1", "a", "end completed")
                    .tell("2", "a", "send late")
                    .tell("1", "b", "stick")
                    .tell("2", "b", "send late");

            assertThat(world.bus.sent()).containsExactly("late", "late");
            assertThat(world.row("a").status()).isEqualTo(new SagaStatus.Ended("completed"));
            assertThat(world.row("b").status())
                    .isEqualTo(new SagaStatus.Stuck(
                            "told to", Optional.empty(), Optional.empty(), Optional.of(World.START)));
        }
    }

    @Nested
    class A_stuck_instance {
        @Test
        void has_been_stuck_since_it_first_was() throws Exception {
            World world = new World().tell("1", "a", "stick");

            world.later(Duration.ofMinutes(5));
            world.tell("2", "a", "stick");

            assertThat(world.row("a").status())
                    .isInstanceOfSatisfying(
                            SagaStatus.Stuck.class,
                            stuck -> assertThat(stuck.since()).contains(World.START));
        }

        @Test
        void of_an_older_release_has_no_time_and_is_not_given_a_wrong_one() throws Exception {
            World world = new World().tell("1", "a", "stick");
            SagaRow row = world.row("a");
            SagaStatus older = new SagaStatus.Stuck("told to", Optional.empty(), Optional.empty());
            assertThat(world.store.save(row.with(older, row.timers()), row.revision()))
                    .isTrue();

            world.later(Duration.ofMinutes(5));
            world.tell("2", "a", "stick");

            assertThat(world.row("a").status()).isEqualTo(older);
        }
    }

    @Nested
    class What_was_seen {
        @Test
        void of_a_stream_is_its_revisions_gaps_or_not() throws Exception {
            World world = new World()
                    .tell(fact(3, "a", "three"))
                    .tell(fact(9, "a", "nine"))
                    .tell(fact(9, "a", "nine"))
                    .tell(fact(3, "a", "three"));

            assertThat(world.heard("a")).containsExactly("three", "nine");
            assertThat(world.row("a").seen().ids()).isEmpty();
            assertThat(world.row("a").seen().revisions()).hasSize(1);
        }

        @Test
        void takes_a_lower_revision_that_it_has_not_had_for_a_late_event() throws Exception {
            World world = new World().tell(fact(9, "a", "nine")).tell(fact(8, "a", "eight"));

            world.tell(fact(8, "a", "eight")).tell(fact(9, "a", "nine"));

            assertThat(world.heard("a")).containsExactly("nine", "eight");
        }

        @Test
        void of_a_stream_is_its_last_64_revisions_and_all_below_them() throws Exception {
            World world = World.sendingLater();
            for (int i = 1; i <= SeenEvents.MAX_REVISIONS + 1; i++) {
                world.tell(fact(2L * i, "a", "n"));
            }

            SeenEvents seen = world.row("a").seen();
            assertThat(seen.revisions().values())
                    .singleElement(list(Long.class))
                    .hasSize(64)
                    .startsWith(4L);
            assertThat(seen.has(fact(2, "a"))).as("below the lowest").isTrue();
            assertThat(seen.has(fact(5, "a"))).as("a gap above it").isFalse();
            assertThat(SagaRow.decoded(world.row("a").encoded()).seen()).isEqualTo(seen);
        }

        @Test
        void of_one_stream_says_nothing_of_the_same_stream_of_another_source() throws Exception {
            Envelope<?> other = Envelope.of(
                            new EventId("/other", "x"),
                            Script.TOLD,
                            told("x", "a", "other").data())
                    .withPattern(fact(1, "a").pattern());
            World world = new World().tell(fact(9, "a", "nine")).tell(other);

            assertThat(world.heard("a")).containsExactly("nine", "other");
        }

        @Test
        void besides_is_the_last_256_ids_with_their_age() throws Exception {
            World world = World.sendingLater();
            for (int i = 0; i <= SeenEvents.MAX_IDS; i++) {
                world.tell("event-" + i, "a", "n");
                world.later(Duration.ofSeconds(1));
            }

            SeenEvents seen = world.row("a").seen();
            assertThat(seen.ids()).hasSize(256);
            assertThat(seen.has(told("event-0", "a"))).isFalse();
            assertThat(seen.has(told("event-1", "a"))).isTrue();
            assertThat(seen.has(told("event-256", "a"))).isTrue();
            assertThat(seen.ids().values()).startsWith(World.START.plusSeconds(1));
        }

        @Test
        void stays_in_order_of_age_when_the_row_is_read_back() throws Exception {
            World world = new World().tell("z", "a", "n").tell("a", "a", "n").tell("m", "a", "n");

            SagaRow row = world.row("a");
            assertThat(SagaRow.decoded(row.encoded()).seen().ids().keySet())
                    .containsExactlyElementsOf(row.seen().ids().keySet());
        }
    }

    @Nested
    class A_state {
        @Test
        void that_the_runner_wrote_is_not_read_again() throws Exception {
            World world = new World().tell("1", "a", "one").tell("2", "a", "two");

            assertThat(world.heard("a")).containsExactly("one", "two");
            assertThat(world.script.read).isZero();
        }

        @Test
        void that_another_process_wrote_is_read_once() throws Exception {
            World world = new World().tell("1", "a", "one");
            world.anotherProcess().handle(told("2", "a", "two"), world.soon());
            world.script.read = 0;

            world.tell("3", "a", "three");

            assertThat(world.heard("a")).containsExactly("one", "two", "three");
            assertThat(world.script.read).isEqualTo(1);
        }
    }

    @Nested
    class A_command {
        @Test
        void has_an_id_that_derives_from_saga_instance_input_and_place() throws Exception {
            World world = new World().tell("1", "a", "send x", "send y");

            String input = Input.of(told("1", "a")).id();
            assertThat(world.bus.accepted)
                    .extracting(event -> event.id())
                    .containsExactly(
                            new EventId("/sagas/script", DerivedId.of("script", "a", input, "0")),
                            new EventId("/sagas/script", DerivedId.of("script", "a", input, "1")));
        }

        @Test
        void says_whom_it_is_for_what_it_belongs_to_and_what_led_to_it() throws Exception {
            World world = new World()
                    .tell(told("1", "a", "send x").withMetadata(Metadata.empty().withTrace(Optional.of(TRACE))));

            Envelope<?> command = world.bus.accepted.get(0);
            assertThat(command.pattern()).isEqualTo(new EventKind.Command("target"));
            assertThat(command.type()).isEqualTo(Script.DO);
            assertThat(command.key()).contains(new OrderingKey("a"));
            assertThat(command.metadata().correlation()).contains("a");
            assertThat(command.metadata().causation()).contains("1");
            assertThat(command.metadata().trace()).contains(TRACE);
        }

        @Test
        void that_a_timeout_leads_to_carries_the_trace_of_what_set_the_timer() throws Exception {
            World world = new World()
                    .tell(told("1", "a", "timer send-x 60")
                            .withMetadata(Metadata.empty().withTrace(Optional.of(TRACE))));

            world.runner.fireDue(world.now.plusSeconds(60), 10);
            world.runner.sendPending(10, world.soon());

            assertThat(world.bus.accepted.get(0).metadata().trace()).contains(TRACE);
            assertThat(world.bus.accepted.get(0).metadata().causation())
                    .contains("timeout send-x 2026-01-01T00:01:00Z");
        }

        @Test
        void is_ordered_by_the_key_that_the_saga_chooses() throws Exception {
            World world = new World().tell("1", "a", "key k x");

            assertThat(world.bus.accepted.get(0).key()).contains(new OrderingKey("k"));
        }

        @Test
        void with_a_named_effect_keeps_its_id_however_often_it_is_sent() throws Exception {
            World world = new World()
                    .tell("1", "a", "effect x")
                    .tell("2", "a", "effect x")
                    .tell("3", "a", "effect y");

            assertThat(world.bus.sent()).containsExactly("x", "x", "y");
            assertThat(world.bus.accepted.get(0).id())
                    .isEqualTo(world.bus.accepted.get(1).id());
            assertThat(world.bus.accepted.get(0).id())
                    .isNotEqualTo(world.bus.accepted.get(2).id());
        }

        @Test
        void with_a_named_effect_waits_only_once() throws Exception {
            World world = World.sendingLater().tell("1", "a", "effect x").tell("2", "a", "effect x");

            assertThat(world.row("a").unsent().commands()).hasSize(1);
        }
    }

    @Nested
    class When_the_saga_fails_on_an_event {
        private final World world = new World(builder -> builder.stuckAfter(3));

        private void fail(String id) {
            assertThatIllegalStateException().isThrownBy(() -> world.tell(id, "a", "fail"));
        }

        @Test
        void the_failure_is_the_consumers_and_the_event_does_not_count_as_seen() throws Exception {
            world.tell("1", "a", "one");

            fail("2");

            assertThat(world.heard("a")).containsExactly("one");
            assertThat(world.row("a").seen().has(told("2", "a"))).isFalse();
            assertThat(world.row("a").status()).isEqualTo(new SagaStatus.Running());
        }

        @Test
        void again_and_again_the_instance_is_stuck_and_says_why() throws Exception {
            world.tell("1", "a", "one");

            fail("2");
            fail("2");
            fail("2");
            fail("2");

            assertThat(world.row("a").status().toString())
                    .contains("failed on event /test#2: java.lang.")
                    .doesNotContain("told to fail");
            assertThat(world.observed).containsExactly("script a stuck");
        }

        @Test
        void other_events_of_the_instance_go_on() throws Exception {
            world.tell("1", "a", "one");
            fail("2");
            fail("2");
            fail("2");

            world.tell("3", "a", "three");

            assertThat(world.heard("a")).containsExactly("one", "three");
            assertThat(world.row("a").status()).isInstanceOf(SagaStatus.Stuck.class);
        }

        @Test
        void and_handles_it_at_last_the_instance_runs_again() throws Exception {
            world.tell("1", "a", "one");
            fail("2");
            fail("2");
            fail("2");

            world.script.mended = true;
            world.tell("2", "a", "fail");

            assertThat(world.row("a").status()).isEqualTo(new SagaStatus.Running());
            assertThat(world.row("a").trouble()).isEmpty();
        }

        @Test
        void an_instance_that_had_ended_has_ended_again_once_it_is_handled() throws Exception {
            world.tell("1", "a", "end completed");
            fail("2");
            fail("2");
            fail("2");
            assertThat(world.row("a").status()).isInstanceOf(SagaStatus.Stuck.class);

            world.script.mended = true;
            world.tell("2", "a", "fail");

            assertThat(world.row("a").status()).isEqualTo(new SagaStatus.Ended("completed"));
        }

        @Test
        void an_error_is_its_trouble_unless_it_is_the_packages_or_the_machines() throws Exception {
            world.tell("1", "a", "one");

            assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> world.tell("2", "a", "assert"));
            assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> world.tell("2", "a", "overflow"));
            assertThat(world.row("a").trouble())
                    .contains(new Trouble(Input.of(told("2", "a")).id(), 2));
            assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(() -> world.tell("3", "a", "unlink"));
            assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> world.tell("4", "a", "die"));
            assertThat(world.row("a").trouble())
                    .contains(new Trouble(Input.of(told("2", "a")).id(), 2));
        }

        @Test
        void the_first_event_of_an_instance_leaves_no_row() {
            fail("1");

            assertThat(world.runner.find("a")).isEmpty();
        }
    }

    @Nested
    class A_row_that_would_grow_too_large {
        @Test
        void stays_as_it_was_stuck_and_the_event_is_not_lost() throws Exception {
            World world = new World().tell("1", "a", "one");

            assertThatExceptionOfType(SagaTooLargeException.class)
                    .isThrownBy(() -> world.tell("2", "a", "grow 300000"))
                    .withMessageContaining("saga script/a would have");

            assertThat(world.heard("a")).containsExactly("one");
            assertThat(world.row("a").seen().has(told("2", "a"))).isFalse();
            assertThat(world.row("a").status()).isInstanceOf(SagaStatus.Stuck.class);
        }

        @Test
        void can_still_be_marked_when_it_is_nearly_full() throws Exception {
            World world = new World().tell("1", "a", "grow 262000");

            assertThatExceptionOfType(SagaTooLargeException.class).isThrownBy(() -> world.tell("2", "a", "grow 5000"));

            assertThat(world.row("a").encoded().length).isGreaterThan(SagaRow.MAX_BYTES - 3 * InstanceUpdate.RESERVE);
            assertThat(world.row("a").status()).isInstanceOf(SagaStatus.Stuck.class);
        }
    }

    @Nested
    class An_operator {
        @Test
        void resumes_a_stuck_instance() throws Exception {
            World world = new World().tell("1", "a", "stick");

            world.runner.resume("a");

            assertThat(world.row("a").status()).isEqualTo(new SagaStatus.Running());
            assertThat(world.heard("a")).containsExactly("stick", "resumed");
        }

        @Test
        void abandons_a_stuck_instance_and_is_told_what_was_never_sent() throws Exception {
            World world = World.sendingLater().tell("1", "a", "send x", "timer t 60", "stick");

            assertThat(world.runner.abandon("a", "settled by hand"))
                    .extracting(PendingCommand::target)
                    .containsExactly("target");

            assertThat(world.row("a").status()).isEqualTo(new SagaStatus.Ended(SagaStatus.ABANDONED));
            assertThat(world.row("a").timers()).isEmpty();
            assertThat(world.row("a").sendAfter()).isEmpty();
            assertThat(world.heard("a")).endsWith("abandoned settled by hand");
            assertThat(world.observed).containsExactly("script a stuck", "script a abandoned");
        }

        @Test
        void cannot_resume_or_abandon_what_is_not_stuck() throws Exception {
            World world = new World().tell("1", "a", "one");

            assertThatIllegalStateException()
                    .isThrownBy(() -> world.runner.resume("a"))
                    .withMessageContaining("is not stuck");
            assertThatIllegalStateException().isThrownBy(() -> world.runner.abandon("a", "why not"));
            assertThatIllegalStateException()
                    .isThrownBy(() -> world.runner.resume("nobody"))
                    .withMessageContaining("does not exist");
            assertThat(world.heard("a")).containsExactly("one");
        }

        @Test
        void changes_nothing_if_the_row_is_not_the_one_that_was_seen() throws Exception {
            World world = new World().tell("1", "a", "stick");
            long seen = world.row("a").revision();
            world.store.touch(new SagaRef("script", "a"));

            assertThat(world.runner.resume("a", seen)).isFalse();
            assertThat(world.runner.abandon("a", "settled by hand", seen)).isEmpty();

            assertThat(world.row("a").status()).isInstanceOf(SagaStatus.Stuck.class);
            assertThat(world.heard("a")).containsExactly("stick");
        }

        @Test
        void does_not_resume_a_row_that_changes_between_its_reading_and_its_writing() throws Exception {
            World world = new World().tell("1", "a", "stick");
            int[] races = {1};
            world.store.beforeSave = () -> {
                if (races[0]-- > 0) {
                    world.store.touch(new SagaRef("script", "a"));
                }
            };

            assertThat(world.runner.resume("a", world.row("a").revision())).isFalse();

            assertThat(world.heard("a")).containsExactly("stick");
        }

        @Test
        void resumes_the_row_that_was_seen() throws Exception {
            World world = new World().tell("1", "a", "stick");

            assertThat(world.runner.resume("a", world.row("a").revision())).isTrue();

            assertThat(world.row("a").status()).isEqualTo(new SagaStatus.Running());
        }

        @Test
        void may_lose_a_race_and_still_resume() throws Exception {
            World world = new World().tell("1", "a", "stick");
            int[] races = {1};
            world.store.beforeSave = () -> {
                if (races[0]-- > 0) {
                    world.store.touch(new SagaRef("script", "a"));
                }
            };

            world.runner.resume("a");

            assertThat(world.heard("a")).containsExactly("stick", "resumed");
        }
    }
}
