package io.triskel.load.evaluate.score;

import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.price.Price;
import java.time.LocalDate;
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
    static PriceDoubt of(Plan plan, LocalDate pricesAsOf) {
        Predicate<Price> secondary = price -> !price.official();
        Predicate<Price> old = price -> price.old(pricesAsOf);
        Predicate<Price> elsewhere = Price::standIn;
        return new PriceDoubt(
                share(plan, secondary.or(old).or(elsewhere)),
                share(plan, secondary),
                share(plan, old),
                share(plan, elsewhere));
    }

    private static double share(Plan plan, Predicate<Price> doubtful) {
        double all = plan.usdAnHour().likely();
        double doubted = plan.items().stream()
                .filter(line -> line.price().filter(doubtful).isPresent())
                .map(BillLine::usdAnHour)
                .mapToDouble(usd -> usd.likely())
                .sum();
        return all > 0 ? doubted / all : 0;
    }
}
