package app_package;

import app_package.Messages.ConfirmOrder;
import app_package.Messages.OrderCommand;
import app_package.Messages.OrderConfirmed;
import app_package.Messages.OrderEvent;
import app_package.Messages.OrderPlaced;
import app_package.Messages.OrderRejected;
import app_package.Messages.PlaceOrder;
import app_package.Messages.RejectOrder;
import io.triskel.decide.CommandRejectedException;
import io.triskel.decide.Decider;
import java.util.List;

/** The rules of one order, without a store, a bus or a clock: the events of each command, and the state after each event. */
final class Ordering implements Decider<OrderCommand, Ordering.Stage, OrderEvent> {
    enum Stage {
        NONE,
        PLACED,
        CONFIRMED,
        REJECTED
    }

    @Override
    public Stage initial() {
        return Stage.NONE;
    }

    @Override
    public List<OrderEvent> decide(OrderCommand command, Stage stage) {
        if (command instanceof PlaceOrder place) {
            require(Stage.NONE, stage);
            return List.of(new OrderPlaced(place.order(), place.product(), place.cents()));
        }
        require(Stage.PLACED, stage);
        if (command instanceof ConfirmOrder confirm) {
            return List.of(new OrderConfirmed(confirm.order()));
        }
        RejectOrder reject = (RejectOrder) command;
        return List.of(new OrderRejected(reject.order(), reject.why()));
    }

    @Override
    public Stage evolve(Stage stage, OrderEvent event) {
        if (event instanceof OrderPlaced) {
            return Stage.PLACED;
        }
        return event instanceof OrderConfirmed ? Stage.CONFIRMED : Stage.REJECTED;
    }

    private static void require(Stage expected, Stage stage) {
        if (stage != expected) {
            throw new CommandRejectedException("the order is " + stage + ", not " + expected);
        }
    }
}
