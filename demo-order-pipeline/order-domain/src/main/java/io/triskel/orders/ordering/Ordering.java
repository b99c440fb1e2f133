package io.triskel.orders.ordering;

import io.triskel.decide.CommandResult;
import io.triskel.event.DerivedId;
import io.triskel.event.Metadata;
import io.triskel.orders.catalogue.Assortment;
import io.triskel.orders.stream.Streams;

/** What a customer's device calls: place an order, cancel it. Both may be repeated, and take effect once. */
public final class Ordering {
    private final Streams<OrderCommand, Order, OrderEvent> orders;
    private final Pricing pricing;

    /** Works on these streams, and prices by this assortment. */
    public Ordering(Streams<OrderCommand, Order, OrderEvent> orders, Assortment assortment) {
        this.orders = orders;
        this.pricing = new Pricing(assortment);
    }

    /**
     * Places an order. What makes no valid order becomes a rejected one, with the reason.
     *
     * @return {@code Rejected} only if there is another order of this id
     */
    public CommandResult<OrderEvent> place(PlaceOrder request) {
        return orders.ask(
                request.order(),
                request.commandId(),
                pricing.price(request),
                Metadata.empty().withCorrelation(request.order()));
    }

    /**
     * Cancels an order on its customer's behalf.
     *
     * @return {@code Rejected} if there is none, or it is too late
     */
    public CommandResult<OrderEvent> cancel(String order) {
        return orders.ask(
                order,
                DerivedId.of("cancel", order),
                new OrderCommand.Cancel(order),
                Metadata.empty().withCorrelation(order));
    }

    /** {@return the order as it is now} */
    public Order order(String id) {
        return orders.state(id);
    }
}
