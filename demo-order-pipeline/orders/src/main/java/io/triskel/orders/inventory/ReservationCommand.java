package io.triskel.orders.inventory;

import java.util.List;
import java.util.function.Function;

/** Commands by which the warehouse records an order's reservation once it has asked the products. */
public sealed interface ReservationCommand {
    /** {@return the order} */
    String order();

    /** All items could be set aside. */
    record Reserve(String order, List<ProductQuantity> items) implements ReservationCommand {}

    /** Not all items could be set aside. */
    record Refuse(String order, String reason) implements ReservationCommand {}

    /** Give the items back, also if they were never set aside. */
    record Release(String order) implements ReservationCommand {}

    /** {@return the result of the one function that fits} */
    default <R> R fold(Function<Reserve, R> reserve, Function<Refuse, R> refuse, Function<Release, R> release) {
        if (this instanceof Reserve it) {
            return reserve.apply(it);
        }
        if (this instanceof Refuse it) {
            return refuse.apply(it);
        }
        return release.apply((Release) this);
    }
}
