package io.triskel.load.evaluate.score;

import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.price.Price;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which shares of a cost come from doubtful prices.
 *
 * @param any not official, old or of another region
 * @param secondary not from the provider itself, or unverified
 * @param old more than a year older than the prices as a whole, or undated
 * @param otherRegion of another region, because the region's own was not found
 */
public record PriceDoubt(double any, double secondary, double old, double otherRegion) {
    static PriceDoubt of(List<BillLine> bill, LocalDate pricesAsOf) {
        Predicate<Price> secondary = price -> !price.official();
        Predicate<Price> old = price -> price.old(pricesAsOf);
        Predicate<Price> elsewhere = Price::standIn;
        return new PriceDoubt(
                share(bill, secondary.or(old).or(elsewhere)),
                share(bill, secondary),
                share(bill, old),
                share(bill, elsewhere));
    }

    private static double share(List<BillLine> bill, Predicate<Price> doubtful) {
        double all = usd(bill, line -> true);
        return all > 0 ? usd(bill, line -> line.price().filter(doubtful).isPresent()) / all : 0;
    }

    private static double usd(List<BillLine> bill, Predicate<BillLine> counted) {
        return bill.stream()
                .filter(counted)
                .mapToDouble(line -> line.usdAnHour().likely())
                .sum();
    }
}
