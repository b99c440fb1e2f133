package io.triskel.load.size;

import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.price.PriceBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The cost of a million events on each cloud's cheapest plan, by mean rate, and the rates at which another plan becomes the cheapest. */
final class Curves {
    private static final double[] STEPS = {1, 2, 5};
    private static final double MOST = 1_000_000;
    private static final int HALVINGS = 40;

    /** The cheapest plan of a cloud at a rate, if one carries it. */
    record Point(double rate, Optional<String> plan, double usdAMillion) {}

    /**
     * From a rate on, another plan is the cheapest.
     *
     * @param from empty if none carried the need before
     * @param to empty if none carries it from there on
     */
    record Crossover(double rate, Optional<String> from, Optional<String> to) {}

    /** The curve of one cloud. */
    record Curve(String cloud, List<Point> points, List<Crossover> crossovers) {}

    private final Need need;
    private final PriceBook prices;

    Curves(Need need, PriceBook prices) {
        this.need = need;
        this.prices = prices;
    }

    Curve of(Offers cloud) {
        List<Point> points = new ArrayList<>();
        for (double rate : rates()) {
            points.add(at(cloud, rate));
        }
        List<Crossover> crossovers = new ArrayList<>();
        for (int i = 1; i < points.size(); i++) {
            if (!points.get(i).plan().equals(points.get(i - 1).plan())) {
                crossovers.add(between(cloud, points.get(i - 1), points.get(i)));
            }
        }
        return new Curve(cloud.name(), points, crossovers);
    }

    static List<Double> rates() {
        List<Double> rates = new ArrayList<>();
        for (double decade = 1; decade < MOST; decade *= 10) {
            for (double step : STEPS) {
                rates.add(decade * step);
            }
        }
        rates.add(MOST);
        return rates;
    }

    private Point at(Offers cloud, double rate) {
        Need scaled = need.withMean(rate);
        Optional<Plan> best = cloud.cheapest(scaled, prices);
        return new Point(
                rate,
                best.map(plan -> plan.cloud() + ", " + plan.bus().name()),
                best.map(plan -> plan.usdAMillion(scaled).likely()).orElse(Double.NaN));
    }

    /** The first change between two rates, by bisection; units make steps, so that there may be others. */
    private Crossover between(Offers cloud, Point before, Point after) {
        double low = before.rate();
        double high = after.rate();
        Optional<String> to = after.plan();
        for (int i = 0; i < HALVINGS && high - low > 1e-3 * low; i++) {
            Point middle = at(cloud, (low + high) / 2);
            if (middle.plan().equals(before.plan())) {
                low = middle.rate();
            } else {
                high = middle.rate();
                to = middle.plan();
            }
        }
        return new Crossover(high, before.plan(), to);
    }
}
