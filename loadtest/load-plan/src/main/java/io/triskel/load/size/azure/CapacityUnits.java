package io.triskel.load.size.azure;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Bill;
import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.PriceBook;
import java.util.List;

/** Event Hubs Dedicated: capacity units of a dedicated cluster. */
final class CapacityUnits {
    /** Microsoft measured 400 MB/s in and twice that out on four units, with events of 1 KB. */
    private static final double IN = Facts.value("eh-cu-bench-1k") / 4;

    private static final double OUT = 200 * Amounts.MB;

    private static final int MOST = (int) Facts.value("eh-cu-max");

    private CapacityUnits() {}

    static Sized size(Need need, double lanes, PriceBook prices) {
        List<Bound> bounds = List.of(
                new Bound("ingress as measured, 100 MB/s a unit", "eh-cu-bench-1k", need.peakBytes() / IN),
                new Bound(
                        "egress as measured, 200 MB/s a unit",
                        "eh-cu-bench-1k",
                        need.consumers() * need.peakBytes() / OUT));
        int units =
                bounds.stream().mapToInt(bound -> bound.at(need.load())).max().orElse(1);
        List<Exceeded> exceeded = Hub.DEDICATED.exceeded(need, lanes);
        if (units > MOST) {
            exceeded.add(new Exceeded(
                    Gate.LOAD,
                    units + " capacity units are needed, a cluster has " + MOST,
                    "eh-cu-max",
                    Hub.DEDICATED.larger()));
        }
        return new Sized(
                "Event Hubs Dedicated",
                units,
                "capacity unit",
                bounds,
                new Bill("azure", "bus", need, prices)
                        .add("capacity units", units, "event-hubs.dedicated.unit-hour", "at least 4 hours")
                        .items(),
                exceeded,
                Hub.notes(need, lanes),
                Hub.floor(need));
    }
}
