package io.triskel.orders.inventory;

import java.util.List;
import java.util.function.Function;

/** The outcome of one order's reservation, over all its products. */
public sealed interface ReservationEvent {
    /** {@return the order} */
    String order();

    /** All items are set aside. */
    record StockReserved(String order, List<ProductQuantity> items) implements ReservationEvent {}

    /** Nothing is set aside, and nothing will be. */
    record StockRefused(String order, String reason) implements ReservationEvent {}

    /** The compensation: nothing stays set aside, and nothing will be. */
    record StockReleased(String order) implements ReservationEvent {}

    /** {@return the result of the one function that fits} */
    default <R> R fold(
            Function<StockReserved, R> stockReserved,
            Function<StockRefused, R> stockRefused,
            Function<StockReleased, R> stockReleased) {
        if (this instanceof StockReserved it) {
            return stockReserved.apply(it);
        }
        if (this instanceof StockRefused it) {
            return stockRefused.apply(it);
        }
        return stockReleased.apply((StockReleased) this);
    }
}
