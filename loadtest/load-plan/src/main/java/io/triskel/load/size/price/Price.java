package io.triskel.load.size.price;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A list price, or the statement that none was found.
 *
 * @param meter what is charged, by our name
 * @param region us, eu, or all for both
 * @param sold the region it is the price of, as the vendor names it, or global
 * @param id of the fact that it is taken from
 * @param usd US dollars; empty if none was found
 * @param per how many units that buys; above 0
 * @param source title of the source
 * @param url may be empty where a source has no address
 * @param asOf date of the source, as exact as it is known
 * @param quote the words of an official source
 * @param standIn whether it is another region's price, because the region's own was not found
 */
public record Price(
        String meter,
        String region,
        Optional<String> sold,
        String id,
        OptionalDouble usd,
        double per,
        String unit,
        String source,
        String url,
        String asOf,
        Confidence confidence,
        Optional<String> quote,
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

    /** {@return whether the provider's own document says it} */
    public boolean official() {
        return confidence == Confidence.OFFICIAL;
    }

    /** {@return the days from the date of its source to a day, counted from a month's last day; empty if it has no date} */
    public OptionalLong age(LocalDate day) {
        try {
            return OptionalLong.of(ChronoUnit.DAYS.between(date(), day));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    /** {@return whether its source is more than a year older than a day, or has no date} */
    public boolean old(LocalDate day) {
        return age(day).orElse(Long.MAX_VALUE) > 366;
    }

    private LocalDate date() {
        return asOf.length() == "2026-11".length() ? YearMonth.parse(asOf).atEndOfMonth() : LocalDate.parse(asOf);
    }

    Price standingIn() {
        return new Price(meter, region, sold, id, usd, per, unit, source, url, asOf, confidence, quote, note, true);
    }
}
