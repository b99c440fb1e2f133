package io.triskel.orders.ordering;

import io.triskel.orders.payment.Card;
import io.triskel.personal.Personal;
import java.util.List;
import java.util.function.Function;

/** Commands to an order. */
public sealed interface OrderCommand {
    /** {@return the order} */
    String order();

    /** Accept a valid order at known prices. */
    record Place(String order, String customer, Personal<Contact> contact, List<OrderLine> lines, Card card)
            implements OrderCommand {}

    /** Record that the request is not a valid order. */
    record Refuse(String order, String customer, String reason) implements OrderCommand {}

    /** Stock and money are there. */
    record Confirm(String order) implements OrderCommand {}

    /** Stock or money are not there. */
    record Reject(String order, String reason) implements OrderCommand {}

    /** The customer withdraws. */
    record Cancel(String order) implements OrderCommand {}

    /** Send the goods. */
    record Ship(String order) implements OrderCommand {}

    /** {@return the result of the one function that fits} */
    default <R> R fold(
            Function<Place, R> place,
            Function<Refuse, R> refuse,
            Function<Confirm, R> confirm,
            Function<Reject, R> reject,
            Function<Cancel, R> cancel,
            Function<Ship, R> ship) {
        if (this instanceof Place it) {
            return place.apply(it);
        }
        if (this instanceof Refuse it) {
            return refuse.apply(it);
        }
        if (this instanceof Confirm it) {
            return confirm.apply(it);
        }
        if (this instanceof Reject it) {
            return reject.apply(it);
        }
        if (this instanceof Cancel it) {
            return cancel.apply(it);
        }
        return ship.apply((Ship) this);
    }
}
