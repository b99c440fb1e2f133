package io.triskel.orders.inventory;

import java.util.function.Function;

/** Commands to the stock of one product. */
public sealed interface StockCommand {
    /** {@return the product} */
    String product();

    /** Goods came in. */
    record Receive(String product, int quantity) implements StockCommand {}

    /** Set some aside for an order. */
    record Take(String product, String order, int quantity) implements StockCommand {}

    /** Free what the order has set aside, and refuse it more. */
    record PutBack(String product, String order) implements StockCommand {}

    /** {@return the result of the one function that fits} */
    default <R> R fold(Function<Receive, R> receive, Function<Take, R> take, Function<PutBack, R> putBack) {
        if (this instanceof Receive it) {
            return receive.apply(it);
        }
        if (this instanceof Take it) {
            return take.apply(it);
        }
        return putBack.apply((PutBack) this);
    }
}
