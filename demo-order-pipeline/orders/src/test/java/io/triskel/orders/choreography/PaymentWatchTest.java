package io.triskel.orders.choreography;

import io.triskel.orders.choreography.PaymentWatch.Watched;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.payment.Card;
import io.triskel.orders.payment.Due;
import io.triskel.orders.payment.PaymentCommand.GiveUp;
import io.triskel.orders.payment.PaymentEvent.PaymentCharged;
import io.triskel.orders.payment.PaymentEvent.PaymentRequested;
import io.triskel.orders.payment.PaymentEvent.PaymentVoided;
import io.triskel.testkit.SagaFixture;
import org.junit.jupiter.api.Test;

class PaymentWatchTest {
    private static final PaymentRequested REQUESTED =
            new PaymentRequested("O-1", new Due(100, new Card("card-1", 100, false)));

    private final SagaFixture<Watched> watch = SagaFixture.of(new PaymentWatch(), "O-1");

    @Test
    void a_request_without_an_answer_gets_fifteen_minutes() {
        watch.when(REQUESTED).thenCommands().thenTimer("answer", FulfilmentSaga.PAYMENT_PATIENCE);
    }

    @Test
    void after_that_it_is_given_up() {
        watch.given(REQUESTED)
                .whenTimeout("answer")
                .thenCommands(new GiveUp("O-1"))
                .thenTargets("payment")
                .thenEnded("given-up");
    }

    @Test
    void an_answer_ends_the_wait() {
        watch.given(REQUESTED)
                .when(new PaymentCharged("O-1", 100))
                .thenCommands()
                .thenEnded("answered");
    }

    @Test
    void so_does_a_compensation() {
        watch.given(REQUESTED).when(new PaymentVoided("O-1", "cancelled")).thenEnded("voided");
    }

    @Test
    void what_it_brought_about_itself_does_not_change_how_it_ended() {
        watch.given(REQUESTED)
                .givenTimeout("answer")
                .when(new PaymentVoided("O-1", "silent"))
                .thenEnded("given-up");
    }
}
