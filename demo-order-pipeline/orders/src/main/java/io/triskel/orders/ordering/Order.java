package io.triskel.orders.ordering;

/**
 * The state of an order that its rules need.
 *
 * @param status what last happened
 * @param customer whose order it is; empty text for none yet
 */
public record Order(OrderStatus status, String customer) {
    static final Order NONE = new Order(OrderStatus.NONE, "");

    Order now(OrderStatus next) {
        return new Order(next, customer);
    }
}
