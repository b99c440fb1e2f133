package io.triskel.orders.view;

import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.orders.ordering.OrderEvent;
import io.triskel.orders.ordering.OrderStatus;
import io.triskel.projection.Projection;
import io.triskel.projection.Projection.Contribution;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One row per order stream; a shipped order contributes to its products' revenue, so that no duplicate counts twice. */
public final class OrderProjection implements Projection<OrderRow> {
    /** The index of orders by customer id. */
    public static final String BY_CUSTOMER = "customer";
    /** The index of orders by status. */
    public static final String BY_STATUS = "status";
    /** The revenue of a product, in cents. */
    public static final String REVENUE = "revenue";
    /** How many of a product were shipped. */
    public static final String UNITS = "units";

    @Override
    public String name() {
        return "orders";
    }

    @Override
    public Class<OrderRow> rowType() {
        return OrderRow.class;
    }

    @Override
    public List<Class<?>> events() {
        return List.of(OrderEvent.class);
    }

    @Override
    public Optional<OrderRow> evolve(Optional<OrderRow> row, Envelope<?> event) {
        if (!(event.data() instanceof OrderEvent fact) || !(event.pattern() instanceof EventKind.Sourced at)) {
            return row;
        }
        return evolve(row, fact).map(order -> order.at(at.revision()));
    }

    private static Optional<OrderRow> evolve(Optional<OrderRow> row, OrderEvent event) {
        return event.fold(
                placed -> Optional.of(new OrderRow(
                        placed.order(),
                        0,
                        placed.customer(),
                        OrderStatus.PLACED,
                        Optional.empty(),
                        placed.lines(),
                        Optional.of(placed.contact()))),
                confirmed -> row.map(order -> order.now(OrderStatus.CONFIRMED)),
                rejected -> Optional.of(row.map(order -> order.rejected(rejected.reason()))
                        .orElseGet(() -> new OrderRow(
                                rejected.order(),
                                0,
                                rejected.customer(),
                                OrderStatus.REJECTED,
                                Optional.of(rejected.reason()),
                                List.of(),
                                Optional.empty()))),
                cancelled -> row.map(order -> order.now(OrderStatus.CANCELLED)),
                shipped -> row.map(order -> order.now(OrderStatus.SHIPPED)),
                notShipped -> row);
    }

    @Override
    public Map<String, String> indexKeys(OrderRow row) {
        return Map.of(BY_CUSTOMER, row.customer(), BY_STATUS, row.status().text());
    }

    @Override
    public List<Contribution> contributions(OrderRow row) {
        if (row.status() != OrderStatus.SHIPPED) {
            return List.of();
        }
        return row.lines().stream()
                .map(line ->
                        new Contribution(line.product(), Map.of(REVENUE, line.cents(), UNITS, (long) line.quantity())))
                .toList();
    }

    @Override
    public Optional<String> subject(OrderRow row) {
        return row.contact().map(contact -> contact.subject());
    }

    @Override
    public Optional<OrderRow> erase(OrderRow row) {
        return Optional.of(row.forgotten());
    }
}
