package io.triskel.orders.ordering;

import io.triskel.decide.CommandRejectedException;
import io.triskel.decide.Decider;
import io.triskel.orders.ordering.OrderEvent.OrderCancelled;
import io.triskel.orders.ordering.OrderEvent.OrderConfirmed;
import io.triskel.orders.ordering.OrderEvent.OrderNotShipped;
import io.triskel.orders.ordering.OrderEvent.OrderPlaced;
import io.triskel.orders.ordering.OrderEvent.OrderRejected;
import io.triskel.orders.ordering.OrderEvent.OrderShipped;
import java.util.List;

/**
 * Decides between cancelling and shipping: whichever reaches the order's stream first wins, and the event that is already
 * there answers the other.
 *
 * <p>A confirmation or rejection that comes too late makes no event, because the earlier event tells its sender. Shipping is
 * the point of no return and is always answered. A cancellation that comes too late is rejected, because the customer waits
 * for an answer.
 */
public final class OrderDecider implements Decider<OrderCommand, Order, OrderEvent> {
    @Override
    public Order initial() {
        return Order.NONE;
    }

    @Override
    public List<OrderEvent> decide(OrderCommand command, Order order) {
        return command.fold(
                place -> {
                    requireNew(place.order(), order);
                    return List.of(new OrderPlaced(
                            place.order(), place.customer(), place.contact(), place.lines(), place.card()));
                },
                refuse -> {
                    requireNew(refuse.order(), order);
                    return List.of(new OrderRejected(refuse.order(), refuse.customer(), refuse.reason()));
                },
                confirm ->
                        order.status() == OrderStatus.PLACED ? List.of(new OrderConfirmed(confirm.order())) : List.of(),
                reject -> order.status() == OrderStatus.PLACED || order.status() == OrderStatus.CONFIRMED
                        ? List.of(new OrderRejected(reject.order(), order.customer(), reject.reason()))
                        : List.of(),
                cancel -> cancel(cancel.order(), order),
                ship -> ship(ship.order(), order));
    }

    private static void requireNew(String id, Order order) {
        if (order.status() != OrderStatus.NONE) {
            throw new CommandRejectedException("Order " + id + " exists already, with other content");
        }
    }

    private static List<OrderEvent> ship(String id, Order order) {
        return switch (order.status()) {
            case CONFIRMED -> List.of(new OrderShipped(id, order.customer()));
            case SHIPPED -> List.of();
            case NONE, PLACED, REJECTED, CANCELLED ->
                List.of(new OrderNotShipped(id, "the order is " + order.status().text()));
        };
    }

    private static List<OrderEvent> cancel(String id, Order order) {
        return switch (order.status()) {
            case PLACED, CONFIRMED -> List.of(new OrderCancelled(id, order.customer()));
            case CANCELLED -> List.of();
            case NONE -> throw new CommandRejectedException("There is no order " + id);
            case REJECTED, SHIPPED ->
                throw new CommandRejectedException(
                        "Order " + id + " is " + order.status().text() + " already");
        };
    }

    @Override
    public Order evolve(Order order, OrderEvent event) {
        return event.fold(
                placed -> new Order(OrderStatus.PLACED, placed.customer()),
                confirmed -> order.now(OrderStatus.CONFIRMED),
                rejected -> new Order(OrderStatus.REJECTED, rejected.customer()),
                cancelled -> order.now(OrderStatus.CANCELLED),
                shipped -> order.now(OrderStatus.SHIPPED),
                notShipped -> order);
    }
}
