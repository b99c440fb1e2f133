package io.triskel.orders.ordering;

import io.triskel.consume.NotYetException;
import io.triskel.decide.CommandResult;
import io.triskel.event.DerivedId;
import io.triskel.event.Metadata;
import io.triskel.orders.catalogue.Assortment;
import io.triskel.orders.stream.Streams;
import io.triskel.transfer.Replicas;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The calls of a customer's device: place an order, cancel it. Both may be repeated, and take effect once. */
public final class Ordering {
    /** How long an order may wait for news of the catalogue; the copy is a second behind, or ten after a cold start. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Streams<OrderCommand, Order, OrderEvent> orders;
    private final Pricing pricing;
    private final FirstArrivals arrivals;

    /**
     * Places orders in these streams, at the prices of this assortment.
     *
     * @param replicas store when a waiting request first came
     */
    public Ordering(
            Streams<OrderCommand, Order, OrderEvent> orders,
            Assortment assortment,
            Replicas replicas,
            InstantSource clock) {
        this.orders = orders;
        this.pricing = new Pricing(assortment);
        this.arrivals = new FirstArrivals(replicas, clock);
    }

    /**
     * Places an order immediately, for callers who know that the copy of the catalogue is up to date. A
     * request that makes no valid order becomes a rejected one, with the reason.
     *
     * @return {@code Rejected} only if there is another order of this id
     */
    public CommandResult<OrderEvent> place(PlaceOrder request) {
        return place(request, pricing.price(request));
    }

    /**
     * Places an order for which the copy of the catalogue may be late: an unknown product or price makes a rejected order
     * only when the patience, counted from the request's first arrival, is over.
     *
     * @param patience zero to reject immediately, as {@link #place(PlaceOrder)} does
     * @return {@code Rejected} only if there is another order of this id
     * @throws NotYetException if the request is to be repeated; no order was recorded, and a consumer counts no attempt
     */
    public CommandResult<OrderEvent> place(PlaceOrder request, Duration patience) throws NotYetException {
        Pricing.Priced priced = pricing.price(request);
        boolean waits = priced.missing().isPresent() && !patience.isZero();
        if (waits && order(request.order()).status() == OrderStatus.NONE) {
            Instant until = arrivals.first(request).plus(patience);
            if (arrivals.now().isBefore(until)) {
                throw new NotYetException(
                        "Ordering does not know " + priced.missing().get() + " yet; if it still does not by " + until
                                + ", order " + request.order() + " is rejected");
            }
        }
        return place(request, priced);
    }

    private CommandResult<OrderEvent> place(PlaceOrder request, Pricing.Priced priced) {
        return orders.ask(
                request.order(),
                request.commandId(),
                priced.command(),
                Metadata.empty().withCorrelation(request.order()));
    }

    /**
     * Cancels an order on its customer's behalf.
     *
     * @return {@code Rejected} if there is no such order, or it is too late
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
