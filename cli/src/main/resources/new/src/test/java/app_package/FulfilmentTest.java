package app_package;

import static java.time.Duration.ofMinutes;

import app_package.Messages.Charge;
import app_package.Messages.Charged;
import app_package.Messages.ConfirmOrder;
import app_package.Messages.OrderPlaced;
import app_package.Messages.Refused;
import app_package.Messages.RejectOrder;
import app_package.Messages.Release;
import app_package.Messages.Released;
import app_package.Messages.Reserve;
import app_package.Messages.Reserved;
import io.triskel.saga.Steps;
import io.triskel.testkit.SagaFixture;
import org.junit.jupiter.api.Test;

class FulfilmentTest {
    private final OrderPlaced placed = new OrderPlaced("42", "tea", 700);

    @Test
    void an_order_that_is_placed_is_reserved_within_a_minute() {
        SagaFixture.of(Fulfilment.saga(), "42")
                .given()
                .when(placed)
                .thenCommands(new Reserve("42", "tea"))
                .thenTimer("reserve", ofMinutes(1));
    }

    @Test
    void what_is_reserved_is_charged() {
        SagaFixture.of(Fulfilment.saga(), "42")
                .given(placed)
                .when(new Reserved("42"))
                .thenCommands(new Charge("42", 700))
                .thenGoesOn();
    }

    @Test
    void what_is_charged_is_confirmed() {
        SagaFixture.of(Fulfilment.saga(), "42")
                .given(placed, new Reserved("42"))
                .when(new Charged("42"))
                .thenCommands(new ConfirmOrder("42"))
                .thenEnded(Steps.COMPLETED);
    }

    @Test
    void what_is_reserved_is_released_when_payment_refuses() {
        SagaFixture.of(Fulfilment.saga(), "42")
                .given(placed, new Reserved("42"))
                .when(new Refused("42"))
                .thenCommands(new Release("42"));
    }

    @Test
    void what_is_reserved_is_released_when_payment_does_not_answer() {
        SagaFixture.of(Fulfilment.saga(), "42")
                .given(placed, new Reserved("42"))
                .whenTimeout("charge")
                .thenCommands(new Release("42"));
    }

    @Test
    void once_it_is_released_the_order_is_rejected() {
        SagaFixture.of(Fulfilment.saga(), "42")
                .given(placed, new Reserved("42"))
                .givenTimeout("charge")
                .when(new Released("42"))
                .thenCommands(new RejectOrder("42", "charge was not answered in time"))
                .thenEnded(Steps.COMPENSATED);
    }
}
