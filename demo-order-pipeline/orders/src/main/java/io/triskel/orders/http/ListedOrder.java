package io.triskel.orders.http;

import io.triskel.orders.ordering.OrderLine;
import io.triskel.orders.ordering.OrderStatus;
import io.triskel.orders.view.OrderRow;
import java.util.List;
import java.util.Optional;

/** An order in a list: the order view's row without the customer's contact. */
record ListedOrder(
        String order,
        long revision,
        String customer,
        OrderStatus status,
        Optional<String> reason,
        List<OrderLine> lines,
        long cents) {
    static ListedOrder of(OrderRow row) {
        return new ListedOrder(
                row.order(), row.revision(), row.customer(), row.status(), row.reason(), row.lines(), row.cents());
    }
}
