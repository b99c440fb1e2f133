package io.triskel.load.size.azure;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Bill;
import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.PriceBook;
import java.util.ArrayList;
import java.util.List;

/** Event Hubs Premium: processing units, whose rate Microsoft does not state; both figures in circulation are used. */
final class ProcessingUnits {
    /** 1, 2, 4, 8 or 16. */
    private static final int MOST = (int) Facts.value("eh-pu-max");

    /** Unverified: 5 to 10 MB/s in, twice that out. */
    private static final double CAUTIOUS_IN = Facts.value("eh-pu-rate");

    private static final double HOPEFUL_IN = 10 * Amounts.MB;

    private static final double STORED_A_UNIT = Facts.value("eh-pu-storage");

    private ProcessingUnits() {}

    static Sized size(Need need, double lanes, PriceBook prices) {
        List<Bound> bounds = bounds(need, CAUTIOUS_IN);
        int wanted = units(need, bounds);
        int hopeful = units(need, bounds(need, HOPEFUL_IN));
        List<Exceeded> exceeded = Hub.PREMIUM.exceeded(need, lanes);
        if (wanted > MOST) {
            exceeded.add(new Exceeded(
                    Gate.LOAD,
                    wanted + " processing units are needed (of an unverified rate), a namespace has " + MOST,
                    "eh-pu-max",
                    "several namespaces, or Dedicated"));
        }
        List<String> notes = new ArrayList<>(Hub.notes(need, lanes));
        notes.add("the rate of a processing unit is unverified: " + hopeful + " at 10 MB/s in and 20 out, " + wanted
                + " at half of it; measure");
        Bill bill = new Bill("azure", "bus", need, prices)
                .add(
                        "processing units",
                        new Range(hopeful, wanted, wanted),
                        "event-hubs.premium.unit-hour",
                        "1, 2, 4, 8 or 16");
        double stored = need.keptBytes(need.retentionHours()) - wanted * STORED_A_UNIT;
        if (stored > 0) {
            bill.add(
                    "storage above 1 TB a unit",
                    stored / 1e9 / Amounts.HOURS_A_MONTH,
                    "event-hubs.extended-gb-month",
                    "GB of 10^9");
        }
        return new Sized(
                "Event Hubs Premium",
                wanted,
                "processing unit",
                bounds,
                bill.items(),
                exceeded,
                notes,
                Hub.floor(need));
    }

    private static List<Bound> bounds(Need need, double in) {
        return List.of(
                new Bound("ingress of a unit (unverified)", "eh-pu-rate", need.peakBytes() / in, false),
                new Bound(
                        "egress of a unit (unverified)",
                        "eh-pu-rate",
                        need.consumers() * need.peakBytes() / (2 * in),
                        false));
    }

    private static int units(Need need, List<Bound> bounds) {
        int least =
                bounds.stream().mapToInt(bound -> bound.at(need.load())).max().orElse(1);
        int units = 1;
        while (units < least && units < 1 << 30) {
            units *= 2;
        }
        return units;
    }
}
