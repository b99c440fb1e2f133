package io.triskel.load.size.plan;

import io.triskel.load.size.price.Price;
import io.triskel.load.size.price.PriceBook;
import java.util.Optional;

/**
 * A line of a bill.
 *
 * @param group bus, function, store, logs, network or keys
 * @param anHour amount in the unit of the price
 * @param price empty if the price file does not have it
 * @param how the amount is computed, or what it assumes
 */
public record BillLine(String group, String name, Range anHour, String meter, Optional<Price> price, String how) {
    /** {@return an item with its price in the region, if that is known} */
    public static BillLine of(
            String group, String name, Range anHour, String meter, PriceBook prices, String region, String how) {
        return new BillLine(group, name, anHour, meter, prices.find(meter, region), how);
    }

    /** {@return whether it is in the sum; without a price it is only shown} */
    public boolean counted() {
        return price.flatMap(one -> one.usd().isPresent() ? Optional.of(one) : Optional.empty())
                .isPresent();
    }

    public boolean verified() {
        return price.isPresent() && price.get().verified();
    }

    public Range usdAnHour() {
        if (!counted()) {
            return Range.ZERO;
        }
        return new Range(usd(anHour.low()), usd(anHour.likely()), usd(anHour.high()));
    }

    private double usd(double amount) {
        return price.map(one -> one.of(amount).orElse(0)).orElse(0.0);
    }
}
