package io.triskel.orders.inventory;

import io.triskel.decide.CommandRejectedException;
import io.triskel.decide.Decider;
import io.triskel.orders.inventory.StockEvent.ItemRefused;
import io.triskel.orders.inventory.StockEvent.ItemReleased;
import io.triskel.orders.inventory.StockEvent.ItemReserved;
import io.triskel.orders.inventory.StockEvent.StockReceived;
import java.util.List;

/** Never reserves more than is in stock, and answers each order once: the answer stays, even after more goods arrive. */
public final class StockDecider implements Decider<StockCommand, Stock, StockEvent> {
    /** The most goods of a product that may arrive, so that sums never overflow. */
    private static final int MOST = 1_000_000_000;

    @Override
    public Stock initial() {
        return Stock.none();
    }

    @Override
    public List<StockEvent> decide(StockCommand command, Stock stock) {
        return command.fold(
                receive -> receive(receive, stock), take -> take(take, stock), back -> putBack(back, stock));
    }

    private static List<StockEvent> receive(StockCommand.Receive receive, Stock stock) {
        if ((long) stock.received() + receive.quantity() > MOST) {
            throw new CommandRejectedException("Of one product at most " + MOST + " come in, of " + receive.product()
                    + " it would be " + ((long) stock.received() + receive.quantity()));
        }
        return List.of(new StockReceived(receive.product(), receive.quantity()));
    }

    private static List<StockEvent> take(StockCommand.Take take, Stock stock) {
        if (stock.answered(take.order())) {
            return List.of();
        }
        return List.of(
                take.quantity() <= stock.available()
                        ? new ItemReserved(take.product(), take.order(), take.quantity())
                        : new ItemRefused(take.product(), take.order()));
    }

    private static List<StockEvent> putBack(StockCommand.PutBack back, Stock stock) {
        int held = stock.heldBy(back.order());
        return held == 0 && stock.answered(back.order())
                ? List.of()
                : List.of(new ItemReleased(back.product(), back.order(), held));
    }

    @Override
    public Stock evolve(Stock stock, StockEvent event) {
        return event.fold(
                received -> stock.receive(received.quantity()),
                reserved -> stock.hold(reserved.order(), reserved.quantity()),
                refused -> stock.hold(refused.order(), 0),
                released -> stock.hold(released.order(), 0));
    }
}
