package io.triskel.load.size;

import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.workload.EventShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The effect of wrong assumptions about event size, the hottest key's share and batch size. */
final class Sensitivity {
    private static final double[] SIZES = {0.5, 2, 4};
    private static final double[] SKEWS = {2, 10, 100};
    private static final int[] BATCHES = {1, 10, 100, 1000};

    /**
     * A changed assumption.
     *
     * @param usdAMillion of the cheapest plan by cloud; empty if none carries it
     */
    record Row(String change, Map<String, OptionalDouble> usdAMillion) {}

    private final List<Offers> clouds;
    private final PriceBook prices;

    Sensitivity(List<Offers> clouds, PriceBook prices) {
        this.clouds = clouds;
        this.prices = prices;
    }

    List<Row> of(Need need) {
        List<Row> rows = new ArrayList<>();
        rows.add(row("as stated", need));
        for (double factor : SIZES) {
            double size = need.size() * factor;
            if (size >= EventShape.SMALLEST && size <= EventShape.LARGEST) {
                rows.add(row(String.format(Locale.ROOT, "events of %.0f B", size), need.withSize((int) size)));
            }
        }
        for (double factor : SKEWS) {
            double share = Math.max(need.hottest(), 1.0 / need.keys()) * factor;
            if (share <= 1) {
                rows.add(row(
                        String.format(Locale.ROOT, "hottest key has %.3g%%", share * 100), need.withHottest(share)));
            }
        }
        if (need.function().isPresent()) {
            for (int batch : BATCHES) {
                rows.add(row("batches of at most " + batch, need.withBatch(batch)));
            }
        }
        return rows;
    }

    private Row row(String change, Need need) {
        Map<String, OptionalDouble> costs = new LinkedHashMap<>();
        for (Offers cloud : clouds) {
            Optional<Plan> best = cloud.cheapest(need, prices);
            costs.put(
                    cloud.name(),
                    best.isPresent()
                            ? OptionalDouble.of(best.get().usdAMillion(need).likely())
                            : OptionalDouble.empty());
        }
        return new Row(change, costs);
    }
}
