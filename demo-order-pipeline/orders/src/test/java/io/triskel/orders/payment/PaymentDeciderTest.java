package io.triskel.orders.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.orders.payment.Payment.Status;
import io.triskel.orders.payment.PaymentCommand.Answered;
import io.triskel.orders.payment.PaymentCommand.Charge;
import io.triskel.orders.payment.PaymentCommand.Collect;
import io.triskel.orders.payment.PaymentCommand.Expect;
import io.triskel.orders.payment.PaymentCommand.GiveUp;
import io.triskel.orders.payment.PaymentCommand.Refund;
import io.triskel.orders.payment.PaymentEvent.PaymentCharged;
import io.triskel.orders.payment.PaymentEvent.PaymentDeclined;
import io.triskel.orders.payment.PaymentEvent.PaymentExpected;
import io.triskel.orders.payment.PaymentEvent.PaymentRefunded;
import io.triskel.orders.payment.PaymentEvent.PaymentRequested;
import io.triskel.orders.payment.PaymentEvent.PaymentVoided;
import io.triskel.orders.payment.PaymentEvent.PaymentWanted;
import io.triskel.testkit.DeciderFixture;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PaymentDeciderTest {
    private static final Due PAYABLE = new Due(500, new Card("card-1", 500, true));
    private static final Due TOO_MUCH = new Due(501, new Card("card-1", 500, true));
    private static final Due SILENT = new Due(500, new Card("card-1", 500, false));
    private static final String O = "O-1";

    private final PaymentDecider decider = new PaymentDecider(PaymentProvider.simulated());
    private final DeciderFixture<PaymentCommand, Payment, PaymentEvent> payment = DeciderFixture.of(decider);

    @Nested
    class When_charged {
        @Test
        void money_up_to_the_limit_of_the_card_is_taken() {
            payment.given().when(new Charge(O, PAYABLE)).then(new PaymentCharged(O, 500));
        }

        @Test
        void one_cent_more_is_declined() {
            payment.given().when(new Charge(O, TOO_MUCH)).then(new PaymentDeclined(O, "above the limit of the card"));
        }

        @Test
        void a_silent_provider_has_been_asked() {
            payment.given().when(new Charge(O, SILENT)).then(new PaymentRequested(O, SILENT));
        }

        @Test
        void it_is_not_charged_again() {
            payment.given(new PaymentCharged(O, 500))
                    .when(new Charge(O, PAYABLE))
                    .thenNothing();
        }
    }

    @Nested
    class When_amount_and_go_ahead_come_apart {
        @Test
        void the_amount_alone_charges_nothing() {
            payment.given().when(new Expect(O, PAYABLE)).then(new PaymentExpected(O, PAYABLE));
        }

        @Test
        void the_go_ahead_then_charges() {
            payment.given(new PaymentExpected(O, PAYABLE)).when(new Collect(O)).then(new PaymentCharged(O, 500));
        }

        @Test
        void the_other_way_round_leads_to_the_same() {
            payment.given().when(new Collect(O)).then(new PaymentWanted(O));
            payment.given(new PaymentWanted(O))
                    .when(new Expect(O, PAYABLE))
                    .then(new PaymentExpected(O, PAYABLE), new PaymentCharged(O, 500));
        }
    }

    @Nested
    class When_compensated {
        @Test
        void what_was_taken_is_given_back() {
            payment.given(new PaymentCharged(O, 500))
                    .when(new Refund(O, "cancelled"))
                    .then(new PaymentRefunded(O, 500));
        }

        @Test
        void before_the_charge_the_charge_is_refused_afterwards() {
            payment.given().when(new Refund(O, "cancelled")).then(new PaymentVoided(O, "cancelled"));
            payment.given(new PaymentVoided(O, "cancelled"))
                    .when(new Charge(O, PAYABLE))
                    .then(new PaymentDeclined(O, "compensated before it was charged"));
        }

        @Test
        void a_provider_that_charges_late_is_answered_with_a_refund() {
            payment.given(new PaymentRequested(O, SILENT), new PaymentVoided(O, "no answer"))
                    .when(new Answered(O, true))
                    .then(new PaymentCharged(O, 500), new PaymentRefunded(O, 500));
        }
    }

    @Nested
    class When_given_up {
        @Test
        void a_silent_payment_is_voided() {
            payment.given(new PaymentRequested(O, SILENT))
                    .when(new GiveUp(O))
                    .then(new PaymentVoided(O, "charge was not answered in time"));
        }

        @Test
        void a_payment_that_was_answered_meanwhile_stays() {
            payment.given(new PaymentRequested(O, SILENT), new PaymentCharged(O, 500))
                    .when(new GiveUp(O))
                    .thenNothing();
        }
    }

    @Property
    void whatever_comes_in_whatever_order_no_money_is_kept_after_a_compensation(
            @ForAll("commands") List<PaymentCommand> commands) {
        Payment state = decider.initial();
        boolean compensated = false;
        for (PaymentCommand command : commands) {
            for (PaymentEvent event : decider.decide(command, state)) {
                state = decider.evolve(state, event);
            }
            compensated |= command instanceof Refund;
            assertThat(compensated && state.held() > 0).isFalse();
        }
        assertThat(compensated && state.status() == Status.CHARGED).isFalse();
    }

    @Provide
    Arbitrary<List<PaymentCommand>> commands() {
        Arbitrary<Due> due = Arbitraries.of(PAYABLE, TOO_MUCH, SILENT);
        Arbitrary<PaymentCommand> charge = due.map(each -> new Charge(O, each));
        Arbitrary<PaymentCommand> expect = due.map(each -> new Expect(O, each));
        Arbitrary<PaymentCommand> others = Arbitraries.of(
                new Collect(O),
                new Refund(O, "cancelled"),
                new GiveUp(O),
                new Answered(O, true),
                new Answered(O, false));
        return Arbitraries.oneOf(charge, expect, others).list().ofMaxSize(12);
    }
}
