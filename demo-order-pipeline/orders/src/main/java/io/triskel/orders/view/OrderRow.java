package io.triskel.orders.view;

import io.triskel.orders.ordering.Contact;
import io.triskel.orders.ordering.OrderLine;
import io.triskel.orders.ordering.OrderStatus;
import io.triskel.personal.Personal;
import java.util.List;
import java.util.Optional;

/**
 * An order as people look at it.
 *
 * @param order the order's id
 * @param revision of the order's stream that this row shows
 * @param customer whose it is
 * @param status what last happened
 * @param reason why it was rejected
 * @param lines the ordered products; none for an order that was never valid
 * @param contact how to reach the customer; absent for an order that was never valid
 */
public record OrderRow(
        String order,
        long revision,
        String customer,
        OrderStatus status,
        Optional<String> reason,
        List<OrderLine> lines,
        Optional<Personal<Contact>> contact) {
    public OrderRow {
        lines = List.copyOf(lines);
    }

    /** {@return what the order costs, in cents} */
    public long cents() {
        return lines.stream().mapToLong(OrderLine::cents).sum();
    }

    OrderRow at(long newRevision) {
        return new OrderRow(order, newRevision, customer, status, reason, lines, contact);
    }

    OrderRow now(OrderStatus next) {
        return new OrderRow(order, revision, customer, next, reason, lines, contact);
    }

    OrderRow rejected(String why) {
        return new OrderRow(order, revision, customer, OrderStatus.REJECTED, Optional.of(why), lines, contact);
    }

    OrderRow forgotten() {
        return new OrderRow(
                order,
                revision,
                customer,
                status,
                reason,
                lines,
                contact.map(known -> new Personal.Forgotten<>(known.subject())));
    }
}
