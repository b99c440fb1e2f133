package io.triskel.saga;

import static io.triskel.saga.Script.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.triskel.event.Envelope;
import io.triskel.event.Metadata;
import io.triskel.event.PortException;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which commands are sent, which are recorded as sent, and by which write. */
class CommandsInFlightTest {
    private final World world = new World();
    private final SagaRunner<Script.Heard> another = world.anotherProcess();

    private Envelope<?> answer(String id, Envelope<?> command, String... orders) {
        return told(id, "a", orders).withMetadata(Metadata.causedBy(command));
    }

    private void sweep(SagaRunner<?> runner) {
        runner.fireDue(world.now, 10);
        runner.sendPending(10, world.soon());
    }

    /** The process dies once its next write is done. */
    private void crashAfterTheNextSave(String... orders) {
        world.store.afterSave = () -> {
            throw new OutOfMemoryError("crashed");
        };
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> world.tell("1", "a", orders));
        world.store.afterSave = () -> {};
    }

    @Nested
    class A_command_that_was_sent {
        @Test
        void is_recorded_by_the_write_of_its_answer() throws Exception {
            world.tell("1", "a", "send x");
            assertThat(world.store.saves).isEqualTo(1);

            another.handle(answer("2", world.bus.accepted.get(0), "one"), world.soon());

            assertThat(world.store.saves).isEqualTo(2);
            assertThat(world.stored("a").unsent().commands()).isEmpty();
            assertThat(world.bus.sent()).containsExactly("x");
        }

        @Test
        void is_recorded_by_the_next_write_of_the_process_that_sent_it() throws Exception {
            world.tell("1", "a", "send x").tell("2", "a", "send y");

            assertThat(world.store.saves).isEqualTo(2);
            assertThat(world.stored("a").unsent().commands()).hasSize(1);
            assertThat(world.bus.sent()).containsExactly("x", "y");
        }

        @Test
        void is_not_sent_again_for_an_event_that_leads_to_nothing() throws Exception {
            world.tell("1", "a", "send x");

            another.handle(told("2", "a", "one"), world.soon());

            assertThat(world.bus.sent()).containsExactly("x");
            assertThat(world.stored("a").unsent().commands()).hasSize(1);
        }

        @Test
        void is_sent_again_before_the_next_one_if_nothing_proves_that_it_was_sent() throws Exception {
            world.tell("1", "a", "send x");

            another.handle(told("2", "a", "send y"), world.soon());

            assertThat(world.bus.sent()).containsExactly("x", "x", "y");
            assertThat(world.bus.accepted.get(0).id())
                    .isEqualTo(world.bus.accepted.get(1).id());
            assertThat(world.stored("a").unsent().commands()).isEmpty();
        }

        @Test
        void and_never_answered_is_sent_once_more_and_recorded() throws Exception {
            world.tell("1", "a", "send x");
            world.later(SagaRunner.SENT_WITHIN.minusMillis(1));
            sweep(another);
            assertThat(world.bus.sent()).containsExactly("x");

            world.later(Duration.ofMillis(1));
            sweep(another);
            world.later(Duration.ofDays(1));
            sweep(another);

            assertThat(world.bus.sent()).containsExactly("x", "x");
            assertThat(world.stored("a").unsent().commands()).isEmpty();
            assertThat(world.stored("a").nextWake()).isEmpty();
        }

        @Test
        void and_never_answered_is_recorded_without_sending_by_the_process_that_sent_it() throws Exception {
            world.tell("1", "a", "send x");
            world.later(SagaRunner.SENT_WITHIN);

            sweep(world.runner);

            assertThat(world.bus.sent()).containsExactly("x");
            assertThat(world.stored("a").unsent().commands()).isEmpty();
            assertThat(world.stored("a").nextWake()).isEmpty();
        }

        @Test
        void is_recorded_at_once_if_the_instance_has_ended() throws Exception {
            world.tell("1", "a", "send x", "end completed");

            assertThat(world.store.saves).isEqualTo(2);
            assertThat(world.stored("a").unsent().commands()).isEmpty();
            assertThat(world.stored("a").nextWake()).isEmpty();
        }

        @Test
        void with_others_is_recorded_at_once_with_all_of_them() throws Exception {
            world.tell("1", "a", "key k1 x", "key k2 y");

            assertThat(world.bus.calls).hasSize(2);
            assertThat(world.store.saves).isEqualTo(2);
            assertThat(world.stored("a").unsent().commands()).isEmpty();
        }

        @Test
        void is_asked_again_even_if_the_first_answer_comes_meanwhile() throws Exception {
            world.tell("1", "a", "effect x");
            Envelope<?> first = world.bus.accepted.get(0);
            world.store.afterSave = () -> {
                throw new OutOfMemoryError("crashed");
            };
            assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> world.tell("2", "a", "effect x"));
            world.store.afterSave = () -> {};

            another.handle(answer("3", first, "one"), world.soon());

            assertThat(world.bus.sent()).containsExactly("x", "x");
        }
    }

    @Nested
    class A_command_that_a_crash_left {
        @Test
        void is_sent_when_the_event_comes_again() throws Exception {
            crashAfterTheNextSave("send x");
            assertThat(world.bus.sent()).isEmpty();

            another.handle(told("1", "a", "send x"), world.soon());

            assertThat(world.bus.sent()).containsExactly("x");
        }

        @Test
        void is_sent_later_if_the_event_does_not_come_again() throws Exception {
            crashAfterTheNextSave("send x");

            world.later(SagaRunner.SENT_WITHIN);
            sweep(another);

            assertThat(world.bus.sent()).containsExactly("x");
            assertThat(world.stored("a").unsent().commands()).isEmpty();
        }

        @Test
        void is_sent_before_the_next_one() throws Exception {
            crashAfterTheNextSave("send x");

            another.handle(told("2", "a", "send y"), world.soon());

            assertThat(world.bus.sent()).containsExactly("x", "y");
        }

        @Test
        void and_that_a_timeout_asks_for_too_is_sent() throws Exception {
            crashAfterTheNextSave("send y", "timer send-x 60");

            world.later(Duration.ofSeconds(60));
            sweep(another);

            assertThat(world.bus.sent()).containsExactly("y", "x");
        }
    }

    /** It stayed in flight otherwise, so that nothing sent it for five minutes. */
    @Test
    void an_event_comes_again_if_the_refusal_of_its_command_cannot_be_recorded() throws Exception {
        world.bus.refuse = what -> Optional.of(RejectionCause.TRANSIENT);
        world.bus.afterwards = () -> world.store.down = true;
        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> world.tell("1", "a", "send x"))
                .withMessageContaining("could not record which commands were sent");
        world.bus.refuse = what -> Optional.empty();
        world.bus.afterwards = () -> {};
        world.store.down = false;

        world.tell("1", "a", "send x");
        world.later(Duration.ofSeconds(1));
        sweep(world.runner);

        assertThat(world.bus.sent()).containsExactly("x");
    }

    @Test
    void commands_for_which_no_time_is_left_are_sent_by_the_next_pass() throws Exception {
        world.bus.afterwards = () -> world.later(Duration.ofMinutes(1));

        world.tell("1", "a", "key k1 x", "key k2 y");

        assertThat(world.bus.sent()).containsExactly("x");
        sweep(another);
        assertThat(world.bus.sent()).containsExactly("x", "y");
    }

    @Test
    void a_process_that_sends_later_leaves_nothing_in_flight() throws Exception {
        World later = World.sendingLater().tell("1", "a", "send x");

        assertThat(later.stored("a").sendAfter()).isPresent();
        assertThat(later.stored("a").nextWake()).isEmpty();
    }
}
