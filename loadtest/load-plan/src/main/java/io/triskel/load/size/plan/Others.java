package io.triskel.load.size.plan;

import io.triskel.load.size.price.PriceBook;
import java.util.ArrayList;
import java.util.List;

/** What is on every bill in addition to bus, functions and stores: logs, network, keys. */
public final class Others {
    /** Bucket keys that a process writing about all subjects fetches per hour: docs/requests.md. */
    private static final double UNWRAPPED_AN_HOUR = 16;

    private final String cloud;
    private final Need need;
    private final PriceBook prices;
    private final List<BillLine> items = new ArrayList<>();

    private Others(String cloud, Need need, PriceBook prices) {
        this.cloud = cloud;
        this.need = need;
        this.prices = prices;
    }

    /**
     * {@return the items}
     *
     * @param invocations of functions an hour
     * @param instances that run concurrently
     * @param gib whether logs are charged by the GiB of 2^30 bytes
     */
    public static List<BillLine> of(
            String cloud, Need need, PriceBook prices, Range invocations, double instances, boolean gib) {
        Others others = new Others(cloud, need, prices);
        if (invocations.high() > 0) {
            others.add(
                    "logs",
                    "logs",
                    invocations.times(LogVolume.of(cloud, need.terms().logs())).times(1 / (gib ? Amounts.GIB : 1e9)),
                    gib ? "logs.gib" : "logs.gb",
                    LogVolume.told(cloud, need.terms().logs()));
        }
        if (need.orders()) {
            others.add("keys", "key of keys", Range.exactly(1 / Amounts.HOURS_A_MONTH), "kms.key-month", "one");
            others.add(
                    "keys",
                    "unwrapping bucket keys",
                    Range.exactly(Math.max(1, instances) * UNWRAPPED_AN_HOUR),
                    "kms.call",
                    "16 calls per hour and instance: docs/requests.md");
        }
        double moved = need.bytesAnHour() * (1 + need.consumers()) / 1e9;
        others.add("network", "between zones", Range.exactly(moved), "network.zone-gb", "at most all bytes in and out");
        others.add("network", "out of the cloud", Range.exactly(0), "network.out-gb", "none in this workload");
        return others.items;
    }

    private void add(String group, String name, Range anHour, String meter, String how) {
        items.add(BillLine.of(group, name, anHour, cloud + "." + meter, prices, need.region(), how));
    }
}
