package io.triskel.load.size.plan;

import io.triskel.load.size.price.Price;
import io.triskel.load.size.price.PriceBook;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a sum rests on: the shares of its likely figure, from 0 to 1.
 *
 * @param unofficial from prices that are not in the vendor's own words
 * @param old from prices that are more than a year older than the price file, or have no date; empty if the file has none
 * @param standIn from prices of another region
 */
public record Reliance(double unofficial, Optional<Double> old, double standIn) {
    public static Reliance of(List<BillLine> items, PriceBook prices) {
        Optional<LocalDate> day = prices.day();
        return new Reliance(
                share(items, price -> !price.official()),
                day.map(at -> share(items, price -> price.old(at))),
                share(items, Price::standIn));
    }

    private static double share(List<BillLine> items, Predicate<Price> wanted) {
        double sum = likely(items, price -> true);
        return sum > 0 ? likely(items, wanted) / sum : 0;
    }

    private static double likely(List<BillLine> items, Predicate<Price> wanted) {
        return items.stream()
                .filter(item -> item.price().filter(wanted).isPresent())
                .mapToDouble(item -> item.usdAnHour().likely())
                .sum();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "of the cost, %s is not at a vendor's own quoted price%s, %s at another region's",
                percent(unofficial),
                old.map(share -> ", " + percent(share) + " at one that is undated or over a year old")
                        .orElse(""),
                percent(standIn));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f%%", share * 100);
    }
}
