package io.triskel.engine;

import io.triskel.codec.TypeRegistry;
import io.triskel.saga.Steps;
import java.time.Duration;

/** A small shop's fulfilment: each kind of step once, and an undoing that nobody answers. */
final class Shop {
    private Shop() {}

    record Fulfilment(String order, String payment) {}

    record Placed(String order) {}

    record Cancelled(String order) {}

    record Reserve(String order) {}

    record Reserved(String order) {}

    record OutOfStock(String order) {}

    record Release(String order) {}

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

    static TypeRegistry types() {
        TypeRegistry.Builder types = TypeRegistry.builder();
        for (Class<?> type : Shop.class.getDeclaredClasses()) {
            if (type != Fulfilment.class) {
                types.add("shop." + type.getSimpleName(), 1, type);
            }
        }
        return types.build();
    }

    static Steps<Fulfilment> steps() {
        return steps("fulfilment");
    }

    static Steps<Fulfilment> steps(String name) {
        return Steps.named(name, Fulfilment.class)
                .startedBy(Placed.class, Placed::order, placed -> new Fulfilment(placed.order(), "none"))
                .calledOffBy(Cancelled.class, Cancelled::order)
                .step("reserve")
                .command("inventory", Reserve.class, f -> new Reserve(f.order()))
                .done(Reserved.class)
                .failed(OutOfStock.class)
                .within(Duration.ofMinutes(1))
                .retries(1)
                .undo("inventory", Release.class, f -> new Release(f.order()))
                .step("charge")
                .command("payment", Charge.class, f -> new Charge(f.order()))
                .done(Charged.class, (f, charged) -> new Fulfilment(f.order(), charged.payment()))
                .failed(CardRefused.class)
                .within(Duration.ofMinutes(2))
                .undo("payment", Refund.class, f -> new Refund(f.order(), f.payment()))
                .undone(Refunded.class)
                .notUndone(RefundImpossible.class)
                .undoWithin(Duration.ofMinutes(3), 1)
                .step("ship")
                .command("shipping", Ship.class, f -> new Ship(f.order()))
                .done(Shipped.class)
                .failed(NotShippable.class)
                .within(Duration.ofHours(1))
                .whenCompleted("ordering", Confirm.class, f -> new Confirm(f.order()))
                .whenCompensated("ordering", Reject.class, (f, why) -> new Reject(f.order(), why));
    }
}
