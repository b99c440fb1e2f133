package io.triskel.orders.ordering;

import java.util.Locale;

/** The states of an order. */
public enum OrderStatus {
    /** There is no such order. */
    NONE,
    /** Valid, and waiting for stock and money. */
    PLACED,
    /** Stock and money are there. */
    CONFIRMED,
    /** Will not be carried out. */
    REJECTED,
    /** Withdrawn by the customer. */
    CANCELLED,
    /** On its way. */
    SHIPPED;

    /** {@return whether nothing follows any more} */
    public boolean ended() {
        return this == REJECTED || this == CANCELLED || this == SHIPPED;
    }

    /** {@return the name in reports and on the wire} */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
