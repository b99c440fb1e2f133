package io.triskel.orders.notification;

import io.triskel.orders.ordering.OrderStatus;
import java.util.Optional;

/**
 * The answer to the link to an order.
 *
 * @param order the order's id
 * @param status what last happened
 * @param reason why it was rejected
 * @param cents what it costs
 * @param name the customer's name; absent where it is not known or was forgotten
 * @param email the customer's address; absent if unknown or forgotten
 */
public record OrderPage(
        String order,
        OrderStatus status,
        Optional<String> reason,
        long cents,
        Optional<String> name,
        Optional<String> email) {}
