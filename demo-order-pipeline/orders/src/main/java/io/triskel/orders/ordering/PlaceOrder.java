package io.triskel.orders.ordering;

import io.triskel.event.DerivedId;
import io.triskel.orders.payment.Card;
import java.util.ArrayList;
import java.util.List;

/**
 * A customer's request, not yet checked: quantities may be negative and products unknown.
 *
 * @param order the order's id, chosen by the customer's device, so that asking again is recognised
 * @param customer who asks, an id that is not itself personal
 * @param contact how to reach the customer
 * @param lines the wanted products and quantities
 * @param card the means of payment
 */
public record PlaceOrder(String order, String customer, Contact contact, List<Wanted> lines, Card card) {
    /**
     * A quantity of a product at the price that was shown.
     *
     * @param product the product's id
     * @param priceVersion the version of the price
     * @param quantity how many
     */
    public record Wanted(String product, int priceVersion, int quantity) {}

    public PlaceOrder {
        lines = List.copyOf(lines);
    }

    /** {@return an id that only equal requests share, so that a repeated line is no second order} */
    String commandId() {
        List<String> parts = new ArrayList<>(List.of(
                "place",
                order,
                customer,
                contact.name(),
                contact.email(),
                card.number(),
                Long.toString(card.limitCents()),
                Boolean.toString(card.answers())));
        lines.forEach(line -> parts.addAll(
                List.of(line.product(), Integer.toString(line.priceVersion()), Integer.toString(line.quantity()))));
        return DerivedId.of(parts.toArray(String[]::new));
    }
}
