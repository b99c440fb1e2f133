package io.triskel.orders.fulfilment;

import io.triskel.orders.inventory.ProductQuantity;
import io.triskel.orders.inventory.ReservationCommand.Release;
import io.triskel.orders.inventory.ReservationCommand.Reserve;
import io.triskel.orders.inventory.ReservationEvent.StockRefused;
import io.triskel.orders.inventory.ReservationEvent.StockReleased;
import io.triskel.orders.inventory.ReservationEvent.StockReserved;
import io.triskel.orders.ordering.Contact;
import io.triskel.orders.ordering.OrderCommand.Confirm;
import io.triskel.orders.ordering.OrderCommand.Reject;
import io.triskel.orders.ordering.OrderCommand.Ship;
import io.triskel.orders.ordering.OrderEvent.OrderCancelled;
import io.triskel.orders.ordering.OrderEvent.OrderConfirmed;
import io.triskel.orders.ordering.OrderEvent.OrderNotShipped;
import io.triskel.orders.ordering.OrderEvent.OrderPlaced;
import io.triskel.orders.ordering.OrderEvent.OrderShipped;
import io.triskel.orders.ordering.OrderLine;
import io.triskel.orders.payment.Card;
import io.triskel.orders.payment.Due;
import io.triskel.orders.payment.PaymentCommand.Charge;
import io.triskel.orders.payment.PaymentCommand.Refund;
import io.triskel.orders.payment.PaymentEvent.PaymentCharged;
import io.triskel.orders.payment.PaymentEvent.PaymentDeclined;
import io.triskel.orders.payment.PaymentEvent.PaymentRefunded;
import io.triskel.orders.payment.PaymentEvent.PaymentVoided;
import io.triskel.personal.Personal;
import io.triskel.saga.Progress;
import io.triskel.testkit.SagaFixture;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FulfilmentSagaTest {
    private static final Card CARD = new Card("card-1", 10_000, true);
    private static final List<ProductQuantity> ITEMS = List.of(new ProductQuantity("P-1", 2));
    private static final Due DUE = new Due(500, CARD);
    private static final OrderPlaced PLACED = new OrderPlaced(
            "O-1",
            "C-1",
            Personal.of("C-1", new Contact("Ada", "ada@example.com")),
            List.of(new OrderLine("P-1", 1, 2, 250)),
            CARD);
    private static final StockReserved RESERVED = new StockReserved("O-1", ITEMS);
    private static final PaymentCharged CHARGED = new PaymentCharged("O-1", 500);
    private static final OrderConfirmed CONFIRMED = new OrderConfirmed("O-1");
    private static final OrderCancelled CANCELLED = new OrderCancelled("O-1", "C-1");
    private static final Refund REFUND = new Refund("O-1", "the order is not carried out");

    private final SagaFixture<Progress<Fulfilment>> saga = SagaFixture.of(FulfilmentSaga.saga(), "O-1");

    @Nested
    class When_all_goes_well {
        @Test
        void stock_is_reserved_first() {
            saga.when(PLACED).thenCommands(new Reserve("O-1", ITEMS)).thenTargets("inventory");
        }

        @Test
        void then_the_customer_is_charged_and_given_fifteen_minutes() {
            saga.given(PLACED)
                    .when(RESERVED)
                    .thenCommands(new Charge("O-1", DUE))
                    .thenTimer("charge", FulfilmentSaga.PAYMENT_PATIENCE);
        }

        @Test
        void then_the_order_is_confirmed_and_shipped() {
            saga.given(PLACED, RESERVED).when(CHARGED).thenCommands(new Confirm("O-1"));
            saga.given(CHARGED).when(CONFIRMED).thenCommands(new Ship("O-1"));
        }

        @Test
        void shipping_completes_it() {
            saga.given(PLACED, RESERVED, CHARGED, CONFIRMED)
                    .when(new OrderShipped("O-1", "C-1"))
                    .thenCommands()
                    .thenEnded("completed");
        }
    }

    @Nested
    class When_a_service_refuses {
        @Test
        void without_stock_the_order_is_rejected_and_nothing_else_happens() {
            saga.given(PLACED)
                    .when(new StockRefused("O-1", "out of stock: P-1"))
                    .thenCommands(new Reject("O-1", "out of stock: P-1"))
                    .thenEnded("compensated");
        }

        @Test
        void without_money_the_stock_is_released_before_the_order_is_rejected() {
            saga.given(PLACED, RESERVED)
                    .when(new PaymentDeclined("O-1", "above the limit"))
                    .thenCommands(new Release("O-1"));
            saga.given(new PaymentDeclined("O-1", "above the limit"))
                    .when(new StockReleased("O-1"))
                    .thenCommands(new Reject("O-1", "above the limit"))
                    .thenEnded("compensated");
        }
    }

    @Nested
    class When_payment_does_not_answer {
        @Test
        void it_may_have_been_charged_so_it_is_refunded() {
            saga.given(PLACED, RESERVED)
                    .whenTimeout("charge")
                    .thenCommands(REFUND)
                    .thenTargets("payment");
        }

        @Test
        void a_charge_that_comes_to_light_after_the_end_is_refunded_too() {
            saga.given(PLACED, RESERVED)
                    .givenTimeout("charge")
                    .given(new PaymentVoided("O-1", "late"), new StockReleased("O-1"))
                    .when(CHARGED)
                    .thenCommands(REFUND);
        }
    }

    @Nested
    class When_the_customer_cancels {
        @Test
        void what_was_done_is_undone_in_reverse_order() {
            saga.given(PLACED, RESERVED, CHARGED).when(CANCELLED).thenCommands(REFUND);
            saga.given(CANCELLED).when(new PaymentRefunded("O-1", 500)).thenCommands(new Release("O-1"));
        }

        @Test
        void a_cancellation_just_before_shipping_is_learnt_from_the_refusal_to_ship() {
            saga.given(PLACED, RESERVED, CHARGED, CONFIRMED, CANCELLED)
                    .when(new OrderNotShipped("O-1", "the order is cancelled"))
                    .thenCommands(REFUND)
                    .thenGoesOn();
        }
    }
}
