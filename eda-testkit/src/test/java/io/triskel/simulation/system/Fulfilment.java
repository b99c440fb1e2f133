package io.triskel.simulation.system;

import io.triskel.codec.TypeRegistry;
import io.triskel.event.EventType;
import io.triskel.personal.Personal;
import io.triskel.saga.Progress;
import io.triskel.saga.Saga;
import io.triskel.saga.Steps;
import java.time.Duration;
import java.util.List;

/** What follows an order: stock and money, in two steps that can be undone, then word to the order. */
final class Fulfilment {
    static final EventType RESERVE = EventType.of("stock.reserve", 1);
    static final EventType RELEASE = EventType.of("stock.release", 1);
    static final EventType CHARGE = EventType.of("money.charge", 1);
    static final EventType REFUND = EventType.of("money.refund", 1);
    static final EventType CONFIRM = EventType.of("order.confirm", 1);
    static final EventType REJECT = EventType.of("order.reject", 1);

    static final List<Class<?>> REPLIES =
            List.of(Reserved.class, OutOfStock.class, Released.class, Charged.class, CardRefused.class, Refunded.class);

    private Fulfilment() {}

    record Reserve(String order) {}

    record Reserved(String order) {}

    record OutOfStock(String order) {}

    record Release(String order) {}

    record Released(String order) {}

    record Charge(String order, long cents) {}

    record Charged(String order) {}

    record CardRefused(String order) {}

    record Refund(String order) {}

    record Refunded(String order) {}

    record ConfirmOrder(String order) {}

    record RejectOrder(String order, String why) {}

    /** What the saga keeps: with the customer's name, to see it sealed in the saga's row too. */
    record Task(String order, Personal<String> name, long cents) {}

    static TypeRegistry.Builder types(TypeRegistry.Builder types) {
        return types.add(RESERVE, Reserve.class)
                .add(EventType.of("stock.reserved", 1), Reserved.class)
                .add(EventType.of("stock.out", 1), OutOfStock.class)
                .add(RELEASE, Release.class)
                .add(EventType.of("stock.released", 1), Released.class)
                .add(CHARGE, Charge.class)
                .add(EventType.of("money.charged", 1), Charged.class)
                .add(EventType.of("money.refused", 1), CardRefused.class)
                .add(REFUND, Refund.class)
                .add(EventType.of("money.refunded", 1), Refunded.class)
                .add(CONFIRM, ConfirmOrder.class)
                .add(REJECT, RejectOrder.class);
    }

    static Saga<Progress<Task>> saga(Flaw flaw) {
        return flaw.in(Steps.named("fulfilment", Task.class)
                        .startedBy(
                                Orders.Placed.class,
                                Orders.Placed::order,
                                placed -> new Task(placed.order(), placed.name(), placed.cents()))
                        .calledOffBy(Orders.Cancelled.class, Orders.Cancelled::order)
                        .step("reserve")
                        .command("participants", task -> new Reserve(task.order()))
                        .done(Reserved.class)
                        .failed(OutOfStock.class)
                        .within(Duration.ofMinutes(3))
                        .retries(1)
                        .undo("participants", task -> new Release(task.order()))
                        .undone(Released.class)
                        .step("charge")
                        .command("participants", task -> new Charge(task.order(), task.cents()))
                        .done(Charged.class)
                        .failed(CardRefused.class)
                        .within(Duration.ofMinutes(3))
                        .undo("participants", task -> new Refund(task.order()))
                        .undone(Refunded.class)
                        .undoWithin(Duration.ofMinutes(3), 0)
                        .whenCompleted("ordering", task -> new ConfirmOrder(task.order()))
                        .whenCompensated("ordering", (task, why) -> new RejectOrder(task.order(), why)))
                .build();
    }
}
