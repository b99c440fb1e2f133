package io.triskel.orders.ordering;

/**
 * Where an order stands, as far as its rules need to know.
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
