package io.triskel.testkit.saga;

import static io.triskel.testkit.saga.Shop.ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.saga.Progress;
import io.triskel.saga.Steps;
import io.triskel.testkit.SagaFixture;
import io.triskel.testkit.saga.Shop.CardRefused;
import io.triskel.testkit.saga.Shop.Charge;
import io.triskel.testkit.saga.Shop.Charged;
import io.triskel.testkit.saga.Shop.Confirm;
import io.triskel.testkit.saga.Shop.Fulfilment;
import io.triskel.testkit.saga.Shop.NotShippable;
import io.triskel.testkit.saga.Shop.OrderCancelled;
import io.triskel.testkit.saga.Shop.OrderPlaced;
import io.triskel.testkit.saga.Shop.OutOfStock;
import io.triskel.testkit.saga.Shop.Refund;
import io.triskel.testkit.saga.Shop.RefundImpossible;
import io.triskel.testkit.saga.Shop.Refunded;
import io.triskel.testkit.saga.Shop.Reject;
import io.triskel.testkit.saga.Shop.Release;
import io.triskel.testkit.saga.Shop.Released;
import io.triskel.testkit.saga.Shop.Reserve;
import io.triskel.testkit.saga.Shop.Reserved;
import io.triskel.testkit.saga.Shop.Ship;
import io.triskel.testkit.saga.Shop.Shipped;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StepsTest {
    private static final OrderPlaced PLACED = new OrderPlaced(ORDER);
    private static final OrderCancelled CANCELLED = new OrderCancelled(ORDER);
    private static final Reserved RESERVED = new Reserved(ORDER);
    private static final Charged CHARGED = new Charged(ORDER, "p1");
    private static final Shipped SHIPPED = new Shipped(ORDER);
    private static final Released RELEASED = new Released(ORDER);
    private static final Refunded REFUNDED = new Refunded(ORDER);
    private static final RefundImpossible NO_REFUND = new RefundImpossible(ORDER);

    private static SagaFixture<Progress<Fulfilment>> saga() {
        return SagaFixture.of(Shop.fulfilment(), ORDER);
    }

    @Nested
    class When_everything_goes_well {
        @Test
        void the_start_asks_for_the_first_step_and_waits() {
            saga().when(PLACED)
                    .thenCommands(new Reserve(ORDER))
                    .thenTargets("inventory")
                    .thenTimer("reserve", Duration.ofMinutes(1))
                    .thenGoesOn();
        }

        @Test
        void a_step_that_is_done_asks_for_the_next_and_no_longer_waits() {
            saga().given(PLACED)
                    .when(RESERVED)
                    .thenCommands(new Charge(ORDER))
                    .thenNoTimer("reserve")
                    .thenTimer("charge", Duration.ofMinutes(2));
        }

        @Test
        void the_last_step_ends_the_saga_and_says_so() {
            saga().given(PLACED, RESERVED, CHARGED)
                    .when(SHIPPED)
                    .thenCommands(new Confirm(ORDER))
                    .thenEnded(Steps.COMPLETED);
        }

        @Test
        void what_a_reply_says_is_kept() {
            saga().given(PLACED, RESERVED)
                    .when(CHARGED)
                    .thenState(
                            progress -> progress.data().orElseThrow().payment().equals("p1"));
        }

        @Test
        void a_second_start_does_nothing() {
            saga().given(PLACED).when(PLACED).thenNothing();
        }

        @Test
        void a_reply_that_comes_twice_under_different_ids_does_nothing_more() {
            saga().given(PLACED, RESERVED).when(RESERVED).thenNothing();
        }

        @Test
        void a_reply_to_a_step_that_was_not_asked_for_does_nothing() {
            saga().given(PLACED).when(SHIPPED).thenNothing();
        }
    }

    @Nested
    class When_a_step_fails {
        @Test
        void the_first_step_has_nothing_before_it_to_undo() {
            saga().given(PLACED)
                    .when(new OutOfStock(ORDER))
                    .thenCommands(new Reject(ORDER, "reserve failed: OutOfStock"))
                    .thenEnded(Steps.COMPENSATED);
        }

        @Test
        void the_steps_before_it_are_undone_in_reverse_order_one_answer_after_another() {
            saga().given(PLACED, RESERVED, CHARGED)
                    .when(new NotShippable(ORDER))
                    .thenCommands(new Refund(ORDER, "p1"))
                    .thenTimer("undo charge", Duration.ofMinutes(3))
                    .thenGoesOn();
            saga().given(PLACED, RESERVED, CHARGED, new NotShippable(ORDER))
                    .when(REFUNDED)
                    .thenNoTimer("undo charge")
                    .thenCommands(new Release(ORDER));
            saga().given(PLACED, RESERVED, CHARGED, new NotShippable(ORDER), REFUNDED)
                    .when(RELEASED)
                    .thenCommands(new Reject(ORDER, "ship failed: NotShippable"))
                    .thenEnded(Steps.COMPENSATED);
        }

        @Test
        void the_step_itself_is_not_undone() {
            saga().given(PLACED, RESERVED).when(new CardRefused(ORDER)).thenCommands(new Release(ORDER));
        }
    }

    @Nested
    class When_nobody_answers {
        @Test
        void a_step_with_retries_is_asked_for_again() {
            saga().given(PLACED)
                    .whenTimeout("reserve")
                    .thenCommands(new Reserve(ORDER))
                    .thenTimer("reserve", Duration.ofMinutes(1));
        }

        @Test
        void an_unknown_step_is_undone_like_one_that_is_done() {
            saga().given(PLACED)
                    .givenTimeout("reserve")
                    .whenTimeout("reserve")
                    .thenCommands(new Release(ORDER))
                    .thenGoesOn();
            saga().given(PLACED, RESERVED).whenTimeout("charge").thenCommands(new Refund(ORDER, "none"));
        }

        @Test
        void a_late_reply_while_it_is_being_undone_needs_no_further_command() {
            saga().given(PLACED, RESERVED)
                    .givenTimeout("charge")
                    .when(CHARGED)
                    .thenCommands()
                    .thenGoesOn();
        }

        @Test
        void a_late_refusal_settles_the_step_and_the_next_one_is_undone() {
            saga().given(PLACED, RESERVED)
                    .givenTimeout("charge")
                    .when(new CardRefused(ORDER))
                    .thenNoTimer("undo charge")
                    .thenCommands(new Release(ORDER));
        }

        @Test
        void a_reply_that_comes_after_the_end_is_undone_and_the_saga_ends_again() {
            saga().given(PLACED, RESERVED)
                    .givenTimeout("charge")
                    .given(REFUNDED, RELEASED)
                    .when(CHARGED)
                    .thenCommands(new Refund(ORDER, "p1"))
                    .thenTimer("undo charge", Duration.ofMinutes(3))
                    .thenGoesOn();
            saga().given(PLACED, RESERVED)
                    .givenTimeout("charge")
                    .given(REFUNDED, RELEASED, CHARGED)
                    .when(REFUNDED)
                    .thenEnded(Steps.COMPENSATED);
        }

        @Test
        void a_reply_that_comes_after_the_end_is_undone_only_once() {
            saga().given(PLACED, RESERVED)
                    .givenTimeout("charge")
                    .given(REFUNDED, RELEASED, CHARGED, REFUNDED)
                    .when(CHARGED)
                    .thenNothing();
        }

        @Test
        void an_action_that_was_refused_and_then_done_after_all_is_undone() {
            saga().given(PLACED, RESERVED, new CardRefused(ORDER)).when(CHARGED).thenCommands(new Refund(ORDER, "p1"));
        }

        @Test
        void an_undoing_that_nobody_answers_is_asked_for_again_and_then_the_saga_is_stuck() {
            saga().given(PLACED, RESERVED, CHARGED, new NotShippable(ORDER))
                    .whenTimeout("undo charge")
                    .thenCommands(new Refund(ORDER, "p1"))
                    .thenGoesOn();
            saga().given(PLACED, RESERVED, CHARGED, new NotShippable(ORDER))
                    .givenTimeout("undo charge")
                    .whenTimeout("undo charge")
                    .thenStuck("undoing charge was not answered in time");
        }

        @Test
        void a_timer_that_belongs_to_no_step_any_more_makes_it_stuck() {
            saga().given(PLACED).whenTimeout("inspect").thenStuck("no step any more for timer inspect");
        }

        @Test
        void a_timer_of_a_step_that_has_been_answered_does_nothing() {
            saga().given(PLACED, RESERVED).whenTimeout("reserve").thenNothing();
        }
    }

    @Nested
    class When_it_is_called_off {
        @Test
        void the_pending_step_counts_as_unknown_and_is_undone_first() {
            saga().given(PLACED, RESERVED)
                    .when(CANCELLED)
                    .thenNoTimer("charge")
                    .thenCommands(new Refund(ORDER, "none"));
        }

        @Test
        void it_comes_too_late_for_a_step_that_cannot_be_undone() {
            saga().given(PLACED, RESERVED, CHARGED).when(CANCELLED).thenNothing();
        }

        @Test
        void it_comes_too_late_for_a_saga_that_has_ended() {
            saga().given(PLACED, RESERVED, CHARGED, SHIPPED).when(CANCELLED).thenNothing();
        }

        @Test
        void it_may_come_before_the_start() {
            saga().given(CANCELLED)
                    .when(PLACED)
                    .thenCommands(new Reject(ORDER, "called off by OrderCancelled"))
                    .thenEnded(Steps.COMPENSATED);
        }
    }

    @Nested
    class When_a_step_that_cannot_be_undone_is_unknown {
        @Test
        void the_saga_is_stuck_and_undoes_nothing() {
            saga().given(PLACED, RESERVED, CHARGED)
                    .whenTimeout("ship")
                    .thenCommands()
                    .thenStuck("ship was not answered in time");
        }

        @Test
        void a_late_reply_completes_it() {
            saga().given(PLACED, RESERVED, CHARGED)
                    .givenTimeout("ship")
                    .when(SHIPPED)
                    .thenCommands(new Confirm(ORDER))
                    .thenEnded(Steps.COMPLETED);
        }

        @Test
        void a_late_refusal_turns_it_round() {
            saga().given(PLACED, RESERVED, CHARGED)
                    .givenTimeout("ship")
                    .when(new NotShippable(ORDER))
                    .thenCommands(new Refund(ORDER, "p1"))
                    .thenGoesOn();
        }

        @Test
        void resuming_asks_again_and_waits_again() {
            saga().given(PLACED, RESERVED, CHARGED)
                    .givenTimeout("ship")
                    .whenResumed()
                    .thenCommands(new Ship(ORDER))
                    .thenTimer("ship", Duration.ofHours(1));
        }
    }

    @Nested
    class When_an_undoing_fails_for_good {
        private SagaFixture<Progress<Fulfilment>> stuck() {
            return saga().given(PLACED, RESERVED, CHARGED, new NotShippable(ORDER), NO_REFUND);
        }

        @Test
        void the_saga_is_stuck_and_goes_no_further() {
            saga().given(PLACED, RESERVED, CHARGED, new NotShippable(ORDER))
                    .when(NO_REFUND)
                    .thenCommands()
                    .thenStuck("undoing charge failed: RefundImpossible");
        }

        @Test
        void resuming_asks_again() {
            stuck().whenResumed().thenCommands(new Refund(ORDER, "p1"));
        }

        @Test
        void a_late_answer_helps_too() {
            stuck().when(REFUNDED).thenCommands(new Release(ORDER)).thenGoesOn();
        }

        @Test
        void an_abandoned_saga_undoes_nothing_more_but_what_turns_up_later() {
            stuck().whenAbandoned("refunded by hand").thenCommands();
            saga().given(PLACED, RESERVED)
                    .givenTimeout("charge")
                    .given(NO_REFUND)
                    .whenAbandoned("settled by hand")
                    .thenState(progress -> progress.phase() == Progress.Phase.ABANDONED);
        }
    }

    @Nested
    class Correlation {
        @Test
        void events_that_the_saga_does_not_know_are_not_its_own() {
            Envelope<String> foreign = Envelope.of(new EventId("/other", "1"), EventType.of("other", 1), "text");

            assertThat(Shop.fulfilment().correlate(foreign)).isEmpty();
        }

        @Test
        void a_reply_without_a_correlation_id_belongs_to_nobody() {
            Envelope<Reserved> reply =
                    Envelope.of(new EventId("/inventory", "1"), EventType.of("reserved", 1), RESERVED);

            assertThat(Shop.fulfilment().correlate(reply)).isEmpty();
        }

        @Test
        void a_reply_may_tell_its_instance_itself() {
            Envelope<Reserved> reply =
                    Envelope.of(new EventId("/inventory", "1"), EventType.of("reserved", 1), RESERVED);
            var saga = Steps.named("own", Fulfilment.class)
                    .startedBy(OrderPlaced.class, OrderPlaced::order, placed -> new Fulfilment(placed.order(), "none"))
                    .identifiedBy(Reserved.class, Reserved::order)
                    .step("reserve")
                    .command("inventory", f -> new Reserve(f.order()))
                    .done(Reserved.class)
                    .build();

            assertThat(saga.correlate(reply)).contains(ORDER);
        }
    }

    @Nested
    class Mistakes_are_refused_when_the_saga_is_built {
        private final Steps<Fulfilment> steps = Steps.named("wrong", Fulfilment.class)
                .startedBy(OrderPlaced.class, OrderPlaced::order, placed -> new Fulfilment(placed.order(), "none"));

        @Test
        void a_saga_without_steps() {
            assertThatIllegalArgumentException().isThrownBy(steps::build).withMessageContaining("at least one step");
        }

        @Test
        void a_step_without_a_reply() {
            var step = steps.step("reserve").command("inventory", f -> new Reserve(f.order()));

            assertThatIllegalArgumentException()
                    .isThrownBy(step::build)
                    .withMessageContaining("needs command(..) and done");
        }

        @Test
        void a_reply_with_two_meanings() {
            var step = steps.step("reserve")
                    .command("inventory", f -> new Reserve(f.order()))
                    .done(Reserved.class)
                    .step("again")
                    .command("inventory", f -> new Reserve(f.order()))
                    .done(Reserved.class);

            assertThatIllegalArgumentException().isThrownBy(step::build).withMessageContaining("two meanings");
        }

        @Test
        void two_steps_of_one_name() {
            steps.step("reserve");

            assertThatIllegalArgumentException().isThrownBy(() -> steps.step("reserve"));
        }

        @Test
        void a_reply_to_an_undoing_that_does_not_exist() {
            var step = steps.step("reserve")
                    .command("inventory", f -> new Reserve(f.order()))
                    .done(Reserved.class)
                    .undone(Released.class);

            assertThatIllegalArgumentException().isThrownBy(step::build).withMessageContaining("no undo");
        }
    }
}
