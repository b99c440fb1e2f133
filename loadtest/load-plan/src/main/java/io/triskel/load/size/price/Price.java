package io.triskel.load.size.price;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A list price, or the statement that none was found.
 *
 * @param meter what is charged, by our name
 * @param region us, eu, or all for both
 * @param id of the fact that it is taken from
 * @param usd US dollars; empty if none was found
 * @param per how many units that buys; above 0
 * @param source title of the source
 * @param url may be empty where a source has no address
 * @param asOf date of the source, as exact as it is known
 * @param standIn whether it is another region's price, because the region's own was not found
 */
public record Price(
        String meter,
        String region,
        String id,
        OptionalDouble usd,
        double per,
        String unit,
        String source,
        String url,
        String asOf,
        Confidence confidence,
        Optional<String> note,
        boolean standIn) {
    public Price {
        if (!(per > 0) || (usd.isPresent() && !(usd.getAsDouble() >= 0))) {
            throw new IllegalArgumentException("A price must be 0 or more, for an amount above 0: " + meter);
        }
    }

    /** {@return the price of an amount, or nothing if the price is not known} */
    public OptionalDouble of(double amount) {
        return usd.isPresent() ? OptionalDouble.of(amount / per * usd.getAsDouble()) : OptionalDouble.empty();
    }

    /** {@return whether it is both known and not in doubt} */
    public boolean verified() {
        return usd.isPresent() && confidence != Confidence.UNVERIFIED && !standIn;
    }

    Price standingIn() {
        return new Price(meter, region, id, usd, per, unit, source, url, asOf, confidence, note, true);
    }
}
