package io.triskel.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.triskel.codec.StateCodec;
import io.triskel.consume.NotYetException.SetAside;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.Metadata;
import io.triskel.saga.Progress.Phase;
import io.triskel.saga.Progress.Undo;
import io.triskel.saga.Renewal.Cancelled;
import io.triskel.saga.Renewal.Charge;
import io.triskel.saga.Renewal.Charged;
import io.triskel.saga.Renewal.Declined;
import io.triskel.saga.Renewal.Extend;
import io.triskel.saga.Renewal.Extended;
import io.triskel.saga.Renewal.Kept;
import io.triskel.saga.Renewal.Lapsed;
import io.triskel.saga.Renewal.NotExtended;
import io.triskel.saga.Renewal.Refund;
import io.triskel.saga.Renewal.Refunded;
import io.triskel.saga.Renewal.Renewed;
import io.triskel.saga.SagaRow.Timer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An instance that has ended may be started again: each start has a round of its own. */
class RoundsTest {
    private static final SagaStatus COMPLETED = new SagaStatus.Ended(Steps.COMPLETED);
    private static final SagaStatus COMPENSATED = new SagaStatus.Ended(Steps.COMPENSATED);

    private final Renewal renewal = new Renewal();

    @Nested
    class A_start_after_the_end {
        @Test
        void does_it_all_again_with_new_data() throws Exception {
            renewal.renewed("January").renewed("February").renewed("March");

            assertThat(renewal.sent())
                    .containsExactly(
                            new Charge("s1", "January"),
                            new Extend("s1", "January"),
                            new Renewed("s1", "January"),
                            new Charge("s1", "February"),
                            new Extend("s1", "February"),
                            new Renewed("s1", "February"),
                            new Charge("s1", "March"),
                            new Extend("s1", "March"),
                            new Renewed("s1", "March"));
            assertThat(renewal.progress().round()).isEqualTo(3);
            assertThat(renewal.status()).isEqualTo(COMPLETED);
        }

        @Test
        void makes_the_instance_run() throws Exception {
            renewal.renewed("January").due("February");

            assertThat(renewal.status()).isEqualTo(new SagaStatus.Running());
            assertThat(renewal.progress().phase()).isEqualTo(Phase.FORWARD);
            assertThat(renewal.progress().data()).contains(new Kept("s1", "February"));
        }

        @Test
        void may_follow_a_round_that_was_undone() throws Exception {
            renewal.due("January").answer(Charge.class, new Declined("s1")).renewed("February");

            assertThat(renewal.sent())
                    .containsExactly(
                            new Charge("s1", "January"),
                            new Lapsed("s1", "January"),
                            new Charge("s1", "February"),
                            new Extend("s1", "February"),
                            new Renewed("s1", "February"));
        }

        @Test
        void may_follow_a_round_that_was_abandoned() throws Exception {
            renewal.due("January").answer(Charge.class, new Charged("s1")).answer(Extend.class, new NotExtended("s1"));
            renewal.later(Duration.ofMinutes(1));
            assertThat(renewal.status()).isInstanceOf(SagaStatus.Stuck.class);
            renewal.runner.abandon("s1", "refunded by hand");

            renewal.renewed("February");

            assertThat(renewal.status()).isEqualTo(COMPLETED);
            assertThat(renewal.sent(Refund.class)).hasSize(1);
        }

        @Test
        void that_comes_twice_is_one_start() throws Exception {
            renewal.renewed("January");
            Envelope<?> due = Envelope.of(
                    new EventId("/test", "february"),
                    Renewal.types().requireTypeOf(Renewal.Due.class),
                    new Renewal.Due("s1", "February"));
            renewal.runner.handle(due, renewal.soon());
            renewal.answer(Charge.class, new Charged("s1")).answer(Extend.class, new Extended("s1"));

            renewal.runner.handle(due, renewal.soon());

            assertThat(renewal.sent(Charge.class)).hasSize(2);
        }

        @Test
        void of_a_saga_that_starts_once_changes_nothing() throws Exception {
            Renewal once = new Renewal(Renewal.steps().secondStart(Steps.SecondStart.IGNORED));

            once.renewed("January").due("February");

            assertThat(once.sent(Charge.class)).hasSize(1);
            assertThat(once.status()).isEqualTo(COMPLETED);
        }
    }

    @Nested
    class A_command {
        @Test
        void of_the_first_round_has_the_id_that_it_always_had() throws Exception {
            renewal.due("January");

            assertThat(renewal.last(Charge.class).id().id())
                    .isEqualTo(DerivedId.of("renewal", "s1", "effect", "do charge 0", ""));
        }

        @Test
        void of_a_later_round_has_an_id_of_its_own() throws Exception {
            renewal.renewed("January").renewed("February");

            assertThat(renewal.last(Charge.class).id().id())
                    .isEqualTo(DerivedId.of("renewal", "s1", "effect", "do charge 0", "2"));
            assertThat(renewal.bus.accepted).extracting(Envelope::id).doesNotHaveDuplicates();
        }

        @Test
        void carries_the_round_in_its_address() throws Exception {
            renewal.renewed("January").due("February");

            Envelope<?> charge = renewal.last(Charge.class);
            assertThat(charge.metadata().replyTo())
                    .contains("renewal/s1/2/" + charge.id().id());
        }
    }

    @Nested
    class A_start_before_the_end {
        @Test
        void waits_and_changes_nothing() throws Exception {
            renewal.due("January");
            SagaRow before = renewal.row();

            assertThatExceptionOfType(SetAside.class)
                    .isThrownBy(() -> renewal.due("February"))
                    .withMessage("Saga renewal/s1 lets it wait: round 1 has not ended");
            assertThat(renewal.row()).isEqualTo(before);
        }

        @Test
        void waits_for_an_operator_if_the_instance_is_stuck() throws Exception {
            renewal.due("January");
            renewal.later(Duration.ofMinutes(1)).later(Duration.ofMinutes(1));

            assertThatExceptionOfType(SetAside.class)
                    .isThrownBy(() -> renewal.due("February"))
                    .withMessageContaining("the instance is stuck, resume or abandon it");
        }

        @Test
        void of_a_saga_that_starts_once_changes_nothing() throws Exception {
            Renewal once = new Renewal(Renewal.steps().secondStart(Steps.SecondStart.IGNORED));

            once.due("January").due("February");

            assertThat(once.progress().data()).contains(new Kept("s1", "January"));
            assertThat(once.sent()).containsExactly(new Charge("s1", "January"));
        }

        @Test
        void of_an_instance_that_was_called_off_before_is_its_first_one() throws Exception {
            renewal.tell(new Cancelled("s1"), Metadata.empty()).due("January");

            assertThat(renewal.status()).isEqualTo(COMPENSATED);
            assertThat(renewal.sent()).containsExactly(new Lapsed("s1", "January"));
        }

        @Test
        void that_the_instance_is_stuck_on_is_handled_once_it_can_be() throws Exception {
            boolean[] broken = {false};
            Renewal failing =
                    new Renewal(Renewal.steps().startedBy(Renewal.Due.class, Renewal.Due::subscription, due -> {
                        if (broken[0]) {
                            throw new IllegalStateException("told to fail");
                        }
                        return new Kept(due.subscription(), due.month());
                    }));
            failing.renewed("January");
            Envelope<?> due = Envelope.of(
                    new EventId("/test", "february"),
                    Renewal.types().requireTypeOf(Renewal.Due.class),
                    new Renewal.Due("s1", "February"));
            broken[0] = true;
            for (int i = 0; i < 5; i++) {
                assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(() -> failing.runner.handle(due, failing.soon()));
            }
            assertThat(failing.status()).isInstanceOf(SagaStatus.Stuck.class);

            broken[0] = false;
            failing.runner.handle(due, failing.soon());

            assertThat(failing.status()).isEqualTo(new SagaStatus.Running());
            assertThat(failing.progress().round()).isEqualTo(2);
        }
    }

    @Nested
    class What_proves_done_in_an_earlier_round {
        private Envelope<?> lateCharge() throws Exception {
            Envelope<?> charge = renewal.lapsed("January");
            renewal.due("February");
            return charge;
        }

        @Test
        void is_not_taken_for_the_present_one() throws Exception {
            renewal.answer(lateCharge(), new Charged("s1"));

            assertThat(renewal.sent(Extend.class)).isEmpty();
            assertThat(renewal.progress().step("charge").action().name()).isEqualTo("PENDING");
        }

        @Test
        void is_undone_with_the_data_of_that_round() throws Exception {
            Envelope<?> charge = lateCharge();
            int refunds = renewal.sent(Refund.class).size();

            renewal.answer(charge, new Charged("s1"));

            assertThat(renewal.sent(Refund.class)).hasSize(refunds + 1);
            Envelope<?> refund = renewal.last(Refund.class);
            assertThat(refund.data()).isEqualTo(new Refund("s1", "January"));
            assertThat(ReplyAddress.of(refund).orElseThrow().round()).isEqualTo(1);
        }

        @Test
        void is_undone_only_once() throws Exception {
            Envelope<?> charge = lateCharge();
            renewal.answer(charge, new Charged("s1"));
            renewal.answer(Refund.class, new Refunded("s1"));
            int sent = renewal.sent().size();

            renewal.answer(charge, new Charged("s1"));

            assertThat(renewal.sent()).hasSize(sent);
        }

        @Test
        void leaves_the_present_round_alone() throws Exception {
            renewal.answer(lateCharge(), new Charged("s1"));
            renewal.answer(Refund.class, new Refunded("s1"));
            assertThat(renewal.status()).isEqualTo(new SagaStatus.Running());

            renewal.answer(Charge.class, new Charged("s1")).answer(Extend.class, new Extended("s1"));

            assertThat(renewal.status()).isEqualTo(COMPLETED);
            assertThat(renewal.sent(Lapsed.class)).hasSize(1);
            assertThat(renewal.sent(Renewed.class)).hasSize(1);
        }

        @Test
        void is_undone_before_the_instance_ends() throws Exception {
            Envelope<?> charge = lateCharge();
            renewal.answer(charge, new Charged("s1"));

            renewal.answer(Charge.class, new Charged("s1")).answer(Extend.class, new Extended("s1"));
            assertThat(renewal.status()).isEqualTo(new SagaStatus.Running());
            assertThat(renewal.row().timers()).extracting(Timer::name).containsExactly("undo charge");

            renewal.answer(Refund.class, new Refunded("s1"));
            assertThat(renewal.status()).isEqualTo(COMPLETED);
            assertThat(renewal.row().timers()).isEmpty();
            assertThat(renewal.sent(Renewed.class)).hasSize(1);
        }

        @Test
        void is_undone_after_the_end_too_and_the_instance_ends_as_before() throws Exception {
            Envelope<?> charge = renewal.lapsed("January");
            renewal.renewed("February");

            renewal.answer(charge, new Charged("s1"));
            assertThat(renewal.status()).isEqualTo(new SagaStatus.Running());
            renewal.answer(Refund.class, new Refunded("s1"));

            assertThat(renewal.status()).isEqualTo(COMPLETED);
            assertThat(renewal.sent(Renewed.class)).hasSize(1);
        }

        @Test
        void lets_the_next_start_wait_until_it_is_undone() throws Exception {
            Envelope<?> charge = renewal.lapsed("January");
            renewal.renewed("February").answer(charge, new Charged("s1"));

            assertThatExceptionOfType(SetAside.class).isThrownBy(() -> renewal.due("March"));
        }

        @Test
        void makes_the_instance_stuck_if_its_undoing_is_not_answered_and_resuming_asks_again() throws Exception {
            Envelope<?> charge = renewal.lapsed("January");
            renewal.renewed("February").answer(charge, new Charged("s1"));
            Envelope<?> refund = renewal.last(Refund.class);

            renewal.later(Duration.ofMinutes(1));
            assertThat(renewal.status().toString())
                    .contains("Stuck", "round 1: undoing charge was not answered in time");
            renewal.resume();

            assertThat(renewal.status()).isEqualTo(new SagaStatus.Running());
            assertThat(renewal.last(Refund.class).data()).isEqualTo(new Refund("s1", "January"));
            assertThat(renewal.last(Refund.class).id()).isNotEqualTo(refund.id());
            renewal.answer(Refund.class, new Refunded("s1"));
            assertThat(renewal.status()).isEqualTo(COMPLETED);
        }

        @Test
        void that_stays_stuck_does_not_keep_the_present_round_from_completing() throws Exception {
            renewal.answer(lateCharge(), new Charged("s1"));
            Envelope<?> refund = renewal.last(Refund.class);
            renewal.answer(renewal.sent(Charge.class).get(1), new Charged("s1"));
            renewal.later(Duration.ofMinutes(1));

            renewal.answer(Extend.class, new Extended("s1"));
            assertThat(renewal.progress().phase()).isEqualTo(Phase.COMPLETED);
            assertThat(renewal.status()).isInstanceOf(SagaStatus.Stuck.class);

            renewal.answer(refund, new Refunded("s1"));
            assertThat(renewal.status()).isEqualTo(COMPLETED);
        }

        @Test
        void is_settled_by_hand_if_the_instance_is_abandoned() throws Exception {
            Envelope<?> charge = renewal.lapsed("January");
            renewal.renewed("February").answer(charge, new Charged("s1"));
            renewal.later(Duration.ofMinutes(1));
            int sent = renewal.sent().size();

            renewal.runner.abandon("s1", "refunded by hand");
            renewal.renewed("March");

            assertThat(renewal.status()).isEqualTo(COMPLETED);
            assertThat(renewal.sent()).hasSize(sent + 3);
        }

        @Test
        void counts_no_more_after_eight_rounds_that_did_not_complete() throws Exception {
            Envelope<?> first = renewal.lapsed("month 1");
            Envelope<?> second = renewal.lapsed("month 2");
            for (int month = 3; month <= 10; month++) {
                renewal.lapsed("month " + month);
            }
            int sent = renewal.sent().size();

            renewal.answer(first, new Charged("s1"));
            assertThat(renewal.sent()).hasSize(sent);
            renewal.answer(second, new Charged("s1"));
            assertThat(renewal.last(Refund.class).data()).isEqualTo(new Refund("s1", "month 2"));
        }
    }

    @Nested
    class A_timer {
        @Test
        void of_the_first_round_is_called_as_it_always_was() throws Exception {
            renewal.due("January");

            assertThat(renewal.row().timers()).extracting(Timer::name).containsExactly("charge");
        }

        @Test
        void of_a_later_round_is_another_one() throws Exception {
            renewal.renewed("January").due("February");
            assertThat(renewal.row().timers()).extracting(Timer::name).containsExactly("charge #2");

            renewal.later(Duration.ofMinutes(1));

            assertThat(renewal.last(Refund.class).data()).isEqualTo(new Refund("s1", "February"));
            assertThat(renewal.row().timers()).extracting(Timer::name).containsExactly("undo charge #2");
        }

        @Test
        void has_a_name_of_64_characters_at_most() {
            Step<Kept> step = Steps.named("p", Kept.class).step("x".repeat(50));

            assertThat(step.undoTimer(Integer.MAX_VALUE)).hasSizeLessThanOrEqualTo(Timer.MAX_NAME);
        }
    }

    @Nested
    class What_is_stored {
        private final ProgressForm<Kept> form = new ProgressForm<>(Kept.class, StateCodec.of());

        @Test
        void of_the_first_round_is_what_always_was() throws Exception {
            renewal.due("January");

            byte[] state = renewal.row().state();

            int length = ByteBuffer.wrap(state).getInt();
            assertThat(new String(state, 4, length, StandardCharsets.UTF_8))
                    .isEqualTo("{\"phase\":\"FORWARD\",\"steps\":{\"charge\":{\"action\":\"PENDING\",\"undo\":\"NONE\","
                            + "\"tries\":0,\"round\":0}},\"todo\":[{\"kind\":\"ACT\",\"about\":\"charge\"}]}");
        }

        @Test
        void has_the_earlier_rounds_that_did_not_complete_with_their_data() throws Exception {
            renewal.lapsed("January");
            renewal.renewed("February").due("March");

            Progress<Kept> read = form.read(renewal.row().state(), "any");

            assertThat(read).isEqualTo(renewal.progress());
            assertThat(read.round()).isEqualTo(3);
            assertThat(read.earlier()).singleElement().satisfies(round -> {
                assertThat(round.round()).isEqualTo(1);
                assertThat(round.data()).contains(new Kept("s1", "January"));
                assertThat(round.step("charge").undo()).isEqualTo(Undo.DONE);
            });
        }
    }
}
