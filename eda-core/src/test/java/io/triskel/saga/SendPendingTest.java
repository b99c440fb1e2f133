package io.triskel.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.WrittenEvent;
import io.triskel.event.Deadline;
import io.triskel.event.OrderingKey;
import io.triskel.publish.RejectionCause;
import io.triskel.saga.SagaRow.PendingCommand;
import io.triskel.saga.SagaWork.SendReport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SendPendingTest {
    private static Optional<RejectionCause> refuse(String what, String refused, RejectionCause cause) {
        return what.equals(refused) ? Optional.of(cause) : Optional.empty();
    }

    @Nested
    class Commands {
        @Test
        void are_sent_with_the_event_if_time_allows() throws Exception {
            World world = new World().tell("1", "a", "send x");

            assertThat(world.bus.sent()).containsExactly("x");
            assertThat(world.row("a").unsent().commands()).isEmpty();
        }

        @Test
        void sent_immediately_are_published_as_they_were_written_for_the_row() throws Exception {
            World world = new World().tell("1", "a", "send x");

            SagaRow stored = world.store.load(world.row("a").ref()).orElseThrow();
            assertThat(world.bus.accepted)
                    .extracting(event -> (Object) event.data())
                    .containsExactly(new Script.Do("x"));
            assertThat(world.bus.written)
                    .extracting(WrittenEvent::structured)
                    .containsExactly(stored.unsent().commands().get(0).event());
        }

        @Test
        void sent_later_are_read_from_the_row() throws Exception {
            World world = World.sendingLater().tell("1", "a", "send x");

            SendReport report = world.runner.sendPending(10, world.soon());

            assertThat(report.sent()).isEqualTo(1);
            assertThat(world.bus.written).isEmpty();
            assertThat(world.bus.sent()).containsExactly("x");
        }

        @Test
        void wait_if_there_is_no_time_left() throws Exception {
            World world = new World();

            world.runner.handle(Script.told("1", "a", "send x"), new Deadline(world.now));

            assertThat(world.bus.calls).isEmpty();
            assertThat(world.runner.sendPending(10, world.soon()).sent()).isEqualTo(1);
        }

        @Test
        void of_many_instances_go_out_together_and_at_most_as_many_as_asked_for() throws Exception {
            World world = World.sendingLater();
            for (int i = 0; i < 40; i++) {
                world.tell("1", "instance-" + i, "send x" + i);
            }

            SendReport first = world.runner.sendPending(25, world.soon());
            SendReport second = world.runner.sendPending(25, world.soon());

            assertThat(world.bus.calls).hasSize(2);
            assertThat(first.sent()).isEqualTo(25);
            assertThat(first.more()).isTrue();
            assertThat(second.sent()).isEqualTo(15);
            assertThat(world.bus.sent()).doesNotHaveDuplicates().hasSize(40);
            assertThat(world.runner.sendPending(25, world.soon()).more()).isFalse();
        }

        @Test
        void of_one_instance_are_at_most_as_many_as_asked_for_too() throws Exception {
            World world = World.sendingLater().tell("1", "a", "send x", "send y", "send z");

            assertThat(world.runner.sendPending(2, world.soon()).sent()).isEqualTo(2);
            assertThat(world.bus.sent()).containsExactly("x", "y");
        }

        @Test
        void are_sent_past_what_is_withheld_from_the_application_and_leave_it_withheld() throws Exception {
            World world = World.sendingLater().tell("1", "a", "key k1 x", "key k1 y");
            world.bus.refuse = what -> Optional.of(RejectionCause.THROTTLED);
            String rejected = world.applicationPublishes("k1");
            world.runner.sendPending(10, world.soon());

            world.bus.refuse = what -> Optional.empty();
            world.later(Duration.ofSeconds(1));
            world.runner.sendPending(10, world.soon());
            String later = world.applicationPublishes("k1");
            world.bus.resume(new OrderingKey("k1"));

            assertThat(world.bus.sent()).containsExactly("x", "y");
            assertThat(List.of(rejected, later)).containsExactly("rejected-throttled", "withheld");
            assertThat(world.applicationPublishes("k1")).isEqualTo("accepted");
        }

        @Test
        void of_one_instance_keep_their_order_over_different_keys() throws Exception {
            World world = World.sendingLater().tell("1", "a", "key k1 x", "key k1 y", "key k2 z");
            world.bus.refuse = what -> refuse(what, "y", RejectionCause.THROTTLED);

            world.runner.sendPending(10, world.soon());
            assertThat(world.bus.sent()).containsExactly("x");

            world.bus.refuse = what -> Optional.empty();
            world.later(Duration.ofSeconds(1));
            world.runner.sendPending(10, world.soon());
            assertThat(world.bus.sent()).containsExactly("x", "y", "z");
        }

        @Test
        void sent_before_a_crash_are_sent_again_with_the_same_id() throws Exception {
            World world = World.sendingLater().tell("1", "a", "send x");
            world.bus.afterwards = () -> world.store.down = true;
            SendReport crashed = world.runner.sendPending(10, world.soon());
            world.store.down = false;
            world.bus.afterwards = () -> {};

            world.runner.sendPending(10, world.soon());

            assertThat(crashed.failures()).hasSize(1);
            assertThat(world.bus.sent()).containsExactly("x", "x");
            assertThat(world.bus.accepted.get(0).id())
                    .isEqualTo(world.bus.accepted.get(1).id());
            assertThat(world.row("a").sendAfter()).isEmpty();
        }

        @Test
        void added_while_others_are_being_sent_are_not_lost() throws Exception {
            World world = World.sendingLater().tell("1", "a", "send x");
            world.bus.afterwards = () -> {
                world.bus.afterwards = () -> {};
                SagaRow row = world.row("a");
                world.store.rows.save(
                        row.with(
                                row.status(),
                                row.unsent()
                                        .plus(List.of(
                                                another(row.unsent().commands().get(0))))),
                        row.revision());
            };

            world.runner.sendPending(10, world.soon());

            assertThat(world.bus.accepted)
                    .extracting(event -> event.id().id())
                    .hasSize(2)
                    .contains("another");
            assertThat(world.row("a").sendAfter()).isEmpty();
        }

        private PendingCommand another(PendingCommand command) {
            byte[] event = new String(command.event(), StandardCharsets.UTF_8)
                    .replace(command.id(), "another")
                    .getBytes(StandardCharsets.UTF_8);
            return new PendingCommand("another", command.target(), command.key(), event);
        }

        @Test
        void wait_for_nothing_when_the_clock_goes_back() throws Exception {
            World world = World.sendingLater().tell("1", "a", "send x");
            world.later(Duration.ofHours(-1));

            assertThat(world.runner.sendPending(10, world.soon()).sent()).isEqualTo(1);
        }
    }

    @Nested
    class A_command_that_the_bus_refuses {
        @Test
        void stays_with_those_behind_it_and_is_tried_again_after_a_pause() throws Exception {
            World world = World.sendingLater().tell("1", "a", "send x", "send y", "send z");
            world.bus.refuse = what -> refuse(what, "y", RejectionCause.THROTTLED);

            SendReport report = world.runner.sendPending(10, world.soon());

            assertThat(report.sent()).isEqualTo(1);
            assertThat(report.refused())
                    .extracting(SendReport.Refused::why)
                    .singleElement()
                    .asString()
                    .contains("rejected-throttled");
            assertThat(world.row("a").unsent().commands()).hasSize(2);

            world.bus.refuse = what -> Optional.empty();
            assertThat(world.runner.sendPending(10, world.soon()).sent()).isZero();
            world.later(Duration.ofSeconds(1));
            assertThat(world.runner.sendPending(10, world.soon()).sent()).isEqualTo(2);
            assertThat(world.bus.sent()).containsExactly("x", "y", "z");
            assertThat(world.row("a").status()).isEqualTo(new SagaStatus.Running());
        }

        @Test
        void pauses_longer_each_time_and_never_more_than_five_minutes() throws Exception {
            World world = World.sendingLater().tell("1", "a", "send x");
            world.bus.refuse = what -> Optional.of(RejectionCause.TRANSIENT);

            world.runner.sendPending(10, world.soon());
            assertThat(world.row("a").sendAfter()).contains(world.now.plusSeconds(1));
            world.later(Duration.ofSeconds(1));
            world.runner.sendPending(10, world.soon());
            assertThat(world.row("a").sendAfter()).contains(world.now.plusSeconds(2));
            for (int i = 0; i < 20; i++) {
                world.later(Duration.ofMinutes(5));
                world.runner.sendPending(10, world.soon());
            }
            assertThat(world.row("a").sendAfter()).contains(world.now.plusSeconds(300));
        }

        @Test
        void keeps_no_other_instance_waiting() throws Exception {
            World world = World.sendingLater().tell("1", "bad", "send no").tell("1", "good", "send yes");
            world.bus.refuse = what -> refuse(what, "no", RejectionCause.TOO_LARGE);

            for (int i = 0; i < 3; i++) {
                world.runner.sendPending(1, world.soon());
            }

            assertThat(world.bus.sent()).containsExactly("yes");
        }

        @Test
        void for_good_makes_the_instance_stuck_until_it_is_accepted() throws Exception {
            World world = World.sendingLater().tell("1", "a", "send x");
            world.bus.refuse = what -> Optional.of(RejectionCause.DENIED);

            world.runner.sendPending(10, world.soon());
            assertThat(world.row("a").status().toString()).contains("the bus rejected a command", "rejected-denied");
            assertThat(world.observed).containsExactly("script a stuck");

            world.bus.refuse = what -> Optional.empty();
            world.runner.resume("a");
            world.runner.sendPending(10, world.soon());
            assertThat(world.bus.sent()).containsExactly("x");
            assertThat(world.row("a").status()).isEqualTo(new SagaStatus.Running());
        }

        @Test
        void for_good_and_then_accepted_without_an_operator_is_no_longer_stuck() throws Exception {
            World world = World.sendingLater().tell("1", "a", "send x", "end completed");
            world.bus.refuse = what -> Optional.of(RejectionCause.NOT_FOUND);
            world.runner.sendPending(10, world.soon());

            world.bus.refuse = what -> Optional.empty();
            world.later(Duration.ofMinutes(5));
            world.runner.sendPending(10, world.soon());

            assertThat(world.row("a").status()).isEqualTo(new SagaStatus.Ended("completed"));
        }

        @Test
        void is_a_matter_of_the_sender_and_not_of_the_event() throws Exception {
            World world = new World();
            world.bus.refuse = what -> Optional.of(RejectionCause.UNKNOWN);

            world.tell("1", "a", "send x");

            assertThat(world.row("a").seen().has(Script.told("1", "a"))).isTrue();
            assertThat(world.row("a").unsent().commands()).hasSize(1);
        }
    }
}
