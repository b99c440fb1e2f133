package io.triskel.orders.inventory;

import java.util.function.Function;

/** Events of the stock of one product. */
public sealed interface StockEvent {
    /** {@return the product} */
    String product();

    /** Goods came in. */
    record StockReceived(String product, int quantity) implements StockEvent {}

    /** Some are set aside for an order. */
    record ItemReserved(String product, String order, int quantity) implements StockEvent {}

    /** There were not enough for an order; this is final for the order. */
    record ItemRefused(String product, String order) implements StockEvent {}

    /** The items set aside for an order (0 if there were none) are free again; the order gets no more. */
    record ItemReleased(String product, String order, int quantity) implements StockEvent {}

    /** {@return the result of the one function that fits} */
    default <R> R fold(
            Function<StockReceived, R> stockReceived,
            Function<ItemReserved, R> itemReserved,
            Function<ItemRefused, R> itemRefused,
            Function<ItemReleased, R> itemReleased) {
        if (this instanceof StockReceived it) {
            return stockReceived.apply(it);
        }
        if (this instanceof ItemReserved it) {
            return itemReserved.apply(it);
        }
        if (this instanceof ItemRefused it) {
            return itemRefused.apply(it);
        }
        return itemReleased.apply((ItemReleased) this);
    }
}
