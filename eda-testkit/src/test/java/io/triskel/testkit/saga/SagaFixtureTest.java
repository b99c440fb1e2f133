package io.triskel.testkit.saga;

import static io.triskel.testkit.saga.Shop.ORDER;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.triskel.saga.Progress;
import io.triskel.testkit.SagaFixture;
import io.triskel.testkit.saga.Shop.Charge;
import io.triskel.testkit.saga.Shop.OrderPlaced;
import io.triskel.testkit.saga.Shop.Reserve;
import io.triskel.testkit.saga.Shop.Reserved;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Every expectation of the fixture can fail. */
class SagaFixtureTest {
    private static SagaFixture.Then<Progress<Shop.Fulfilment>> placed() {
        return SagaFixture.of(Shop.fulfilment(), ORDER).when(new OrderPlaced(ORDER));
    }

    @Test
    void wrong_commands_fail() {
        fails(() -> placed().thenCommands(new Charge(ORDER)));
        fails(() -> placed().thenCommands());
        fails(() -> placed().thenCommands(new Reserve(ORDER), new Reserve(ORDER)));
        fails(() -> placed().thenTargets("payment"));
    }

    @Test
    void wrong_timers_fail() {
        fails(() -> placed().thenTimer("reserve", Duration.ofMinutes(2)));
        fails(() -> placed().thenTimer("charge", Duration.ofMinutes(1)));
        fails(() -> placed().thenNoTimer("reserve"));
    }

    @Test
    void wrong_endings_fail() {
        fails(() -> placed().thenEnded("completed"));
        fails(() -> placed().thenStuck("anything"));
        fails(() -> SagaFixture.of(Shop.fulfilment(), ORDER)
                .given(new OrderPlaced(ORDER))
                .when(new Shop.OutOfStock(ORDER))
                .thenGoesOn());
    }

    @Test
    void doing_something_is_not_nothing() {
        fails(() -> placed().thenNothing());
    }

    @Test
    void a_wrong_state_fails() {
        fails(() -> placed().thenState(progress -> progress.phase() == Progress.Phase.NEW));
    }

    @Test
    void an_event_of_another_instance_fails() {
        fails(() -> SagaFixture.of(Shop.fulfilment(), "order-2").given(new OrderPlaced(ORDER)));
    }

    @Test
    void what_was_given_is_told_before_what_happens() {
        SagaFixture.of(Shop.fulfilment(), ORDER)
                .given(new OrderPlaced(ORDER))
                .when(new Reserved(ORDER))
                .thenCommands(new Charge(ORDER));
    }

    private static void fails(ThrowingCallable expectation) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(expectation);
    }
}
