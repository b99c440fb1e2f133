package io.triskel.orders.inventory;

import io.triskel.decide.CommandResult;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.Metadata;
import io.triskel.orders.inventory.Reservation.Status;
import io.triskel.orders.stream.Streams;
import java.util.List;
import java.util.Optional;

/**
 * Reserves an order's items, each in its product's own stream, and answers once for all of them in the order's stream.
 *
 * <p>Several streams cannot be written atomically, so a crash may follow any step: each step is repeatable, the order's stream
 * decides between a reservation and a release that overtakes it, and the loser puts its items back.
 */
public final class Warehouse {
    private final Streams<StockCommand, Stock, StockEvent> products;
    private final Streams<ReservationCommand, Reservation, ReservationEvent> orders;

    public Warehouse(
            Streams<StockCommand, Stock, StockEvent> products,
            Streams<ReservationCommand, Reservation, ReservationEvent> orders) {
        this.products = products;
        this.orders = orders;
    }

    /**
     * Takes goods in; the same delivery comes in once.
     *
     * @return {@code Rejected} if the stock would exceed its limit
     */
    public CommandResult<StockEvent> receive(String product, String delivery, int quantity) {
        return products.ask(
                product,
                DerivedId.of("receive", product, delivery),
                new StockCommand.Receive(product, quantity),
                Metadata.empty());
    }

    /**
     * Reserves all items or none; the answer is {@code StockReserved} or {@code StockRefused}. A refusal is recorded before
     * items are put back: the other way round, a repetition after a crash would find items put back and name the wrong one as
     * missing.
     */
    public void reserve(ReservationCommand.Reserve command, String commandId, Envelope<?> cause) {
        String order = command.order();
        Status before = orders.state(order).status();
        if (before == Status.OPEN) {
            Optional<ProductQuantity> missing = takeAll(command, cause);
            if (missing.isEmpty()) {
                if (isReserved(orders.tell(order, commandId, command, cause))) {
                    return;
                }
            } else {
                refuse(order, "out of stock: " + missing.get().product(), commandId, cause);
            }
        } else if (before == Status.RELEASED) {
            refuse(order, "released before it was reserved", commandId, cause);
        } else {
            // A repeated command is answered again.
            CommandResult.Done<ReservationEvent> unused = orders.tell(order, commandId, command, cause);
        }
        if (orders.state(order).status() != Status.RESERVED) {
            putBackAll(order, command.items(), cause);
        }
    }

    /** Whether this command itself has reserved; a release that comes later finds the items, and puts them back itself. */
    private static boolean isReserved(CommandResult.Done<ReservationEvent> done) {
        return !done.repeated()
                && done.events().stream().anyMatch(event -> event.data() instanceof ReservationEvent.StockReserved);
    }

    /** Takes one item after another; answers the first that is out of stock. */
    private Optional<ProductQuantity> takeAll(ReservationCommand.Reserve command, Envelope<?> cause) {
        for (ProductQuantity item : command.items()) {
            if (!take(item, command.order(), cause)) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    /** Gives an order's items back and refuses it further ones; the answer is {@code StockReleased}. */
    public void release(ReservationCommand.Release command, String commandId, Envelope<?> cause) {
        orders.tell(command.order(), commandId, command, cause);
        putBackAll(command.order(), orders.state(command.order()).items(), cause);
    }

    /** {@return the stock of a product as it is now} */
    public Stock stock(String product) {
        return products.state(product);
    }

    private boolean take(ProductQuantity item, String order, Envelope<?> cause) {
        CommandResult.Done<StockEvent> done = products.tell(
                item.product(),
                DerivedId.of("take", order),
                new StockCommand.Take(item.product(), order, item.quantity()),
                cause);
        if (done.repeated() || done.events().isEmpty()) {
            // The item was taken before, and may have been put back since.
            return products.state(item.product()).heldBy(order) == item.quantity();
        }
        return done.events().get(0).data() instanceof StockEvent.ItemReserved;
    }

    private void putBackAll(String order, List<ProductQuantity> items, Envelope<?> cause) {
        for (ProductQuantity item : items) {
            products.tell(
                    item.product(),
                    DerivedId.of("put back", order),
                    new StockCommand.PutBack(item.product(), order),
                    cause);
        }
    }

    private void refuse(String order, String reason, String commandId, Envelope<?> cause) {
        orders.tell(order, commandId, new ReservationCommand.Refuse(order, reason), cause);
    }
}
