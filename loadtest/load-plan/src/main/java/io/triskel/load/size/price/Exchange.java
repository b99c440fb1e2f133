package io.triskel.load.size.price;

/**
 * What a US dollar is worth.
 *
 * @param perDollar euros; above 0
 * @param asOf the day
 */
public record Exchange(double perDollar, String asOf, String source) {
    public Exchange {
        if (!(perDollar > 0)) {
            throw new IllegalArgumentException("perDollar must be above 0, not " + perDollar);
        }
    }
}
