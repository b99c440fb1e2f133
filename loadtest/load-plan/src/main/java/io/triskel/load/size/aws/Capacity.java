package io.triskel.load.size.aws;

import io.triskel.load.size.offer.Meter;
import io.triskel.load.size.offer.Offer;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.price.PriceBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** DynamoDB's provisioned capacity instead of units on demand. */
final class Capacity {
    /** The default of auto scaling: AWS CDK reference, AutoscaledCapacityOptions, targetUtilizationPercent, read 2026-11-30. */
    private static final double TARGET = 0.7;

    private Capacity() {}

    /**
     * {@return the bill with the units that the offer's meters replace} How the load moves is not known: low is as if auto scaling followed
     * it, likely and high are the capacity for the peak all month.
     *
     * @param onDemand the bill on demand
     */
    static List<BillLine> of(Offer store, Need need, List<BillLine> onDemand, PriceBook prices) {
        List<BillLine> items = new ArrayList<>();
        for (BillLine line : onDemand) {
            Optional<Meter> instead = store.meters().stream()
                    .filter(meter -> meter.instead()
                            .filter(replaced -> line.meter().equals(store.cloud() + "." + replaced))
                            .isPresent())
                    .findFirst();
            items.add(instead.map(meter -> capacity(line, meter, store, need, prices))
                    .orElse(line));
        }
        return items;
    }

    private static BillLine capacity(BillLine line, Meter meter, Offer store, Need need, PriceBook prices) {
        Range atMean = line.anHour().times(1 / Amounts.SECONDS_AN_HOUR / TARGET);
        double burst = need.peak() / need.mean();
        return BillLine.of(
                line.group(),
                meter.item(),
                new Range(atMean.low(), atMean.likely() * burst, atMean.high() * burst),
                store.cloud() + "." + meter.meter(),
                prices,
                need.region(),
                meter.how());
    }
}
