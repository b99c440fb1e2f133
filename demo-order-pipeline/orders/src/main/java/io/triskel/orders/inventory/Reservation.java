package io.triskel.orders.inventory;

import java.util.List;

/**
 * The state of an order's reservation.
 *
 * @param status the last answer
 * @param items the items set aside; they stay after a release, so that an interrupted release can go on
 */
public record Reservation(Status status, List<ProductQuantity> items) {
    /** The last answer. */
    public enum Status {
        /** Not asked yet. */
        OPEN,
        /** All items are set aside. */
        RESERVED,
        /** Not all items were in stock. */
        REFUSED,
        /** Given back; final. */
        RELEASED
    }

    public Reservation {
        items = List.copyOf(items);
    }
}
