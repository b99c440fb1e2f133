package io.triskel.orders.fulfilment;

import io.triskel.orders.inventory.ProductQuantity;
import io.triskel.orders.ordering.OrderEvent.OrderPlaced;
import io.triskel.orders.ordering.OrderLine;
import io.triskel.orders.payment.Due;
import java.util.List;
import java.util.Optional;

/**
 * The saga's state of an order.
 *
 * @param order the order's id
 * @param items the items to reserve
 * @param due the amount to pay
 * @param refusal why a service refused, once one has
 */
public record Fulfilment(String order, List<ProductQuantity> items, Due due, Optional<String> refusal) {
    public Fulfilment {
        items = List.copyOf(items);
    }

    /** {@return what to keep of an order that was placed} */
    public static Fulfilment of(OrderPlaced placed) {
        return new Fulfilment(placed.order(), items(placed), due(placed), Optional.empty());
    }

    /** {@return what an order needs from the warehouse} */
    public static List<ProductQuantity> items(OrderPlaced placed) {
        return placed.lines().stream()
                .map(line -> new ProductQuantity(line.product(), line.quantity()))
                .toList();
    }

    /** {@return what an order costs, and the card that pays for it} */
    public static Due due(OrderPlaced placed) {
        return new Due(placed.lines().stream().mapToLong(OrderLine::cents).sum(), placed.card());
    }

    Fulfilment refused(String why) {
        return new Fulfilment(order, items, due, Optional.of(why));
    }
}
