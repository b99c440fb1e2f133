package io.triskel.orders.catalogue;

import io.triskel.event.EventType;
import java.util.List;
import java.util.OptionalLong;

/**
 * A product with all prices it ever had, so that an order may name the price it was shown, however late it arrives.
 *
 * @param product the product's id, 1 to 64 characters
 * @param name for people, 1 to 200 characters
 * @param prices in cents; the first is price version 1; at least one, none negative
 */
public record Product(String product, String name, List<Long> prices) {
    /** The wire name of the events that carry a product's state. */
    public static final EventType TYPE = EventType.of("orders.product", 1);

    public Product {
        if (product.isBlank() || product.length() > 64) {
            throw new IllegalArgumentException("A product id has 1 to 64 characters, this one has " + product.length());
        }
        if (name.isBlank() || name.length() > 200) {
            throw new IllegalArgumentException("A product name has 1 to 200 characters, this one has " + name.length());
        }
        prices = List.copyOf(prices);
        if (prices.isEmpty() || prices.size() > 100) {
            throw new IllegalArgumentException("A product has 1 to 100 prices, " + product + " has " + prices.size());
        }
        for (long price : prices) {
            if (price < 0 || price > 100_000_000) {
                throw new IllegalArgumentException("A price is 0 to 100000000 cents, this one is " + price);
            }
        }
    }

    /** {@return the price of this version in cents, empty where the product never had it} */
    public OptionalLong priceAt(int version) {
        return version >= 1 && version <= prices.size()
                ? OptionalLong.of(prices.get(version - 1))
                : OptionalLong.empty();
    }
}
