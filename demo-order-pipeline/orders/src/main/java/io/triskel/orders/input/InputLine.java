package io.triskel.orders.input;

import io.triskel.orders.catalogue.Product;
import io.triskel.orders.ordering.PlaceOrder;
import java.util.Optional;
import java.util.function.Function;

/** One line of the input. */
public sealed interface InputLine {
    /**
     * The state of a product at a version; also late (an older version) and repeated ones.
     *
     * @param id the product's id
     * @param version of the product, 1 or more
     * @param state empty if this version is the withdrawal
     */
    record ProductLine(String id, long version, Optional<Product> state) implements InputLine {}

    /**
     * A delivery of goods.
     *
     * @param product the product's id
     * @param delivery the delivery's id; a repeated delivery counts once
     * @param quantity 1 or more
     */
    record StockLine(String product, String delivery, int quantity) implements InputLine {}

    /** An order; ordering decides whether it is valid. */
    record OrderLine(PlaceOrder request) implements InputLine {}

    /** A customer cancels; carried out once the orders are at rest, before payments time out. */
    record CancelLine(String order) implements InputLine {}

    /** {@return the result of the one function that fits} */
    default <R> R fold(
            Function<ProductLine, R> product,
            Function<StockLine, R> stock,
            Function<OrderLine, R> order,
            Function<CancelLine, R> cancel) {
        if (this instanceof ProductLine line) {
            return product.apply(line);
        }
        if (this instanceof StockLine line) {
            return stock.apply(line);
        }
        if (this instanceof OrderLine line) {
            return order.apply(line);
        }
        return cancel.apply((CancelLine) this);
    }
}
