package io.triskel.orders.ordering;

import io.triskel.orders.ordering.OrderCommand.Cancel;
import io.triskel.orders.ordering.OrderCommand.Confirm;
import io.triskel.orders.ordering.OrderCommand.Place;
import io.triskel.orders.ordering.OrderCommand.Refuse;
import io.triskel.orders.ordering.OrderCommand.Reject;
import io.triskel.orders.ordering.OrderCommand.Ship;
import io.triskel.orders.ordering.OrderEvent.OrderCancelled;
import io.triskel.orders.ordering.OrderEvent.OrderConfirmed;
import io.triskel.orders.ordering.OrderEvent.OrderNotShipped;
import io.triskel.orders.ordering.OrderEvent.OrderPlaced;
import io.triskel.orders.ordering.OrderEvent.OrderRejected;
import io.triskel.orders.ordering.OrderEvent.OrderShipped;
import io.triskel.orders.payment.Card;
import io.triskel.personal.Personal;
import io.triskel.testkit.DeciderFixture;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OrderDeciderTest {
    private static final Personal<Contact> CONTACT = Personal.of("C-1", new Contact("Ada", "ada@example.com"));
    private static final List<OrderLine> LINES = List.of(new OrderLine("P-1", 1, 2, 250));
    private static final Card CARD = new Card("card-1", 500, true);
    private static final Place PLACE = new Place("O-1", "C-1", CONTACT, LINES, CARD);
    private static final OrderPlaced PLACED = new OrderPlaced("O-1", "C-1", CONTACT, LINES, CARD);
    private static final OrderConfirmed CONFIRMED = new OrderConfirmed("O-1");
    private static final OrderCancelled CANCELLED = new OrderCancelled("O-1", "C-1");
    private static final OrderShipped SHIPPED = new OrderShipped("O-1", "C-1");

    private final DeciderFixture<OrderCommand, Order, OrderEvent> order = DeciderFixture.of(new OrderDecider());

    @Nested
    class When_it_is_asked_for {
        @Test
        void a_valid_order_is_placed() {
            order.given().when(PLACE).then(PLACED);
        }

        @Test
        void an_invalid_one_is_rejected_and_remembered() {
            order.given()
                    .when(new Refuse("O-1", "C-1", "invalid: no lines"))
                    .then(new OrderRejected("O-1", "C-1", "invalid: no lines"));
        }

        @Test
        void an_id_that_is_taken_is_refused() {
            order.given(PLACED).when(PLACE).thenRejected("Order O-1 exists already, with other content");
        }
    }

    @Nested
    class When_the_customer_cancels {
        @Test
        void a_placed_or_confirmed_order_is_cancelled() {
            order.given(PLACED).when(new Cancel("O-1")).then(CANCELLED);
            order.given(PLACED, CONFIRMED).when(new Cancel("O-1")).then(CANCELLED);
        }

        @Test
        void a_second_cancellation_changes_nothing() {
            order.given(PLACED, CANCELLED).when(new Cancel("O-1")).thenNothing();
        }

        @Test
        void a_shipped_order_is_not_cancelled() {
            order.given(PLACED, CONFIRMED, SHIPPED)
                    .when(new Cancel("O-1"))
                    .thenRejected("Order O-1 is shipped already");
        }

        @Test
        void an_order_that_does_not_exist_is_not_cancelled() {
            order.given().when(new Cancel("O-1")).thenRejected("There is no order O-1");
        }
    }

    @Nested
    class When_it_is_cancelled {
        @Test
        void it_is_neither_confirmed_nor_rejected_any_more() {
            order.given(PLACED, CANCELLED).when(new Confirm("O-1")).thenNothing();
            order.given(PLACED, CANCELLED).when(new Reject("O-1", "late")).thenNothing();
        }

        @Test
        void shipping_is_refused_aloud() {
            order.given(PLACED, CONFIRMED, CANCELLED)
                    .when(new Ship("O-1"))
                    .then(new OrderNotShipped("O-1", "the order is cancelled"));
        }
    }

    @Nested
    class When_stock_and_money_are_there {
        @Test
        void it_is_confirmed_then_shipped_once() {
            order.given(PLACED).when(new Confirm("O-1")).then(CONFIRMED);
            order.given(PLACED, CONFIRMED).when(new Ship("O-1")).then(SHIPPED);
            order.given(PLACED, CONFIRMED, SHIPPED).when(new Ship("O-1")).thenNothing();
        }
    }
}
