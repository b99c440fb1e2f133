package app_package;

import app_package.Messages.ConfirmOrder;
import app_package.Messages.OrderConfirmed;
import app_package.Messages.OrderPlaced;
import app_package.Messages.OrderRejected;
import app_package.Messages.PlaceOrder;
import app_package.Messages.RejectOrder;
import io.triskel.testkit.DeciderFixture;
import org.junit.jupiter.api.Test;

class OrderingTest {
    private final OrderPlaced placed = new OrderPlaced("42", "tea", 700);

    @Test
    void an_order_is_placed() {
        DeciderFixture.of(new Ordering())
                .givenNothing()
                .when(new PlaceOrder("42", "tea", 700))
                .then(placed);
    }

    @Test
    void an_order_that_is_placed_can_be_confirmed() {
        DeciderFixture.of(new Ordering())
                .given(placed)
                .when(new ConfirmOrder("42"))
                .then(new OrderConfirmed("42"))
                .thenState(Ordering.Stage.CONFIRMED);
    }

    @Test
    void an_order_that_is_rejected_cannot_be_confirmed() {
        DeciderFixture.of(new Ordering())
                .given(placed, new OrderRejected("42", "sold out"))
                .when(new ConfirmOrder("42"))
                .thenRejected("the order is REJECTED, not PLACED");
    }

    @Test
    void what_was_never_placed_cannot_be_rejected() {
        DeciderFixture.of(new Ordering())
                .givenNothing()
                .when(new RejectOrder("42", "sold out"))
                .thenRejected();
    }
}
