package io.triskel.orders.ordering;

import io.triskel.orders.payment.Card;
import io.triskel.personal.Personal;
import java.util.List;
import java.util.function.Function;

/** Events of an order. */
public sealed interface OrderEvent {
    /** {@return the order} */
    String order();

    /** A valid order at known prices. */
    record OrderPlaced(String order, String customer, Personal<Contact> contact, List<OrderLine> lines, Card card)
            implements OrderEvent {}

    /** Stock and money are there. */
    record OrderConfirmed(String order) implements OrderEvent {}

    /** The order will not be carried out; the first event of an order that was never valid. */
    record OrderRejected(String order, String customer, String reason) implements OrderEvent {}

    /** The customer withdrew in time. */
    record OrderCancelled(String order, String customer) implements OrderEvent {}

    /** The goods are on their way; nothing can be withdrawn any more. */
    record OrderShipped(String order, String customer) implements OrderEvent {}

    /** A request to ship was refused; the order's status does not change. */
    record OrderNotShipped(String order, String reason) implements OrderEvent {}

    /** {@return the result of the one function that fits} */
    default <R> R fold(
            Function<OrderPlaced, R> orderPlaced,
            Function<OrderConfirmed, R> orderConfirmed,
            Function<OrderRejected, R> orderRejected,
            Function<OrderCancelled, R> orderCancelled,
            Function<OrderShipped, R> orderShipped,
            Function<OrderNotShipped, R> orderNotShipped) {
        if (this instanceof OrderPlaced it) {
            return orderPlaced.apply(it);
        }
        if (this instanceof OrderConfirmed it) {
            return orderConfirmed.apply(it);
        }
        if (this instanceof OrderRejected it) {
            return orderRejected.apply(it);
        }
        if (this instanceof OrderCancelled it) {
            return orderCancelled.apply(it);
        }
        if (this instanceof OrderShipped it) {
            return orderShipped.apply(it);
        }
        return orderNotShipped.apply((OrderNotShipped) this);
    }
}
