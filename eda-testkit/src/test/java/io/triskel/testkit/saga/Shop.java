package io.triskel.testkit.saga;

import io.triskel.saga.Progress;
import io.triskel.saga.Saga;
import io.triskel.saga.Steps;
import java.time.Duration;

/** A small shop's fulfilment, to test steps with: reserve and charge can be undone, ship is the point of no return. */
final class Shop {
    static final String ORDER = "order-1";

    private Shop() {}

    record Fulfilment(String order, String payment) {}

    record OrderPlaced(String order) {}

    record OrderCancelled(String order) {}

    record Reserve(String order) {}

    record Reserved(String order) {}

    record OutOfStock(String order) {}

    record Release(String order) {}

    record Released(String order) {}

    record Charge(String order) {}

    record Charged(String order, String payment) {}

    record CardRefused(String order) {}

    record Refund(String order, String payment) {}

    record Refunded(String order) {}

    record RefundImpossible(String order) {}

    record Ship(String order) {}

    record Shipped(String order) {}

    record NotShippable(String order) {}

    record Confirm(String order) {}

    record Reject(String order, String why) {}

    static Saga<Progress<Fulfilment>> fulfilment() {
        return Steps.named("fulfilment", Fulfilment.class)
                .startedBy(OrderPlaced.class, OrderPlaced::order, placed -> new Fulfilment(placed.order(), "none"))
                .calledOffBy(OrderCancelled.class, OrderCancelled::order)
                .step("reserve")
                .command("inventory", f -> new Reserve(f.order()))
                .done(Reserved.class)
                .failed(OutOfStock.class)
                .within(Duration.ofMinutes(1))
                .retries(1)
                .undo("inventory", f -> new Release(f.order()))
                .undone(Released.class)
                .step("charge")
                .command("payment", f -> new Charge(f.order()))
                .done(Charged.class, (f, charged) -> new Fulfilment(f.order(), charged.payment()))
                .failed(CardRefused.class)
                .within(Duration.ofMinutes(2))
                .undo("payment", f -> new Refund(f.order(), f.payment()))
                .undone(Refunded.class)
                .notUndone(RefundImpossible.class)
                .undoWithin(Duration.ofMinutes(3), 1)
                .step("ship")
                .command("shipping", f -> new Ship(f.order()))
                .done(Shipped.class)
                .failed(NotShippable.class)
                .within(Duration.ofHours(1))
                .whenCompleted("ordering", f -> new Confirm(f.order()))
                .whenCompensated("ordering", (f, why) -> new Reject(f.order(), why))
                .build();
    }
}
