package app_package;

import static java.time.Duration.ofMinutes;

import app_package.Messages.Charge;
import app_package.Messages.Charged;
import app_package.Messages.ConfirmOrder;
import app_package.Messages.OrderPlaced;
import app_package.Messages.OutOfStock;
import app_package.Messages.Refused;
import app_package.Messages.RejectOrder;
import app_package.Messages.Release;
import app_package.Messages.Released;
import app_package.Messages.Reserve;
import app_package.Messages.Reserved;
import io.triskel.saga.Progress;
import io.triskel.saga.Saga;
import io.triskel.saga.Steps;

/** Reserve, then charge; releases the reservation if payment refuses, or does not answer in time. */
final class Fulfilment {
    /** The saga's state for one order. */
    record Order(String id, String product, int cents) {}

    static Saga<Progress<Order>> saga() {
        return Steps.named("fulfilment", Order.class)
                .startedBy(
                        OrderPlaced.class,
                        OrderPlaced::order,
                        placed -> new Order(placed.order(), placed.product(), placed.cents()))
                .step("reserve")
                .command("inventory", order -> new Reserve(order.id(), order.product()))
                .done(Reserved.class)
                .failed(OutOfStock.class)
                .within(ofMinutes(1))
                .undo("inventory", order -> new Release(order.id()))
                .undone(Released.class)
                .step("charge")
                .command("payment", order -> new Charge(order.id(), order.cents()))
                .done(Charged.class)
                .failed(Refused.class)
                .within(ofMinutes(1))
                .nothingToUndo()
                .whenCompleted("ordering", order -> new ConfirmOrder(order.id()))
                .whenCompensated("ordering", (order, why) -> new RejectOrder(order.id(), why))
                .build();
    }

    private Fulfilment() {}
}
