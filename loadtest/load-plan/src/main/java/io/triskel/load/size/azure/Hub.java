package io.triskel.load.size.azure;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Floor;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a tier of Event Hubs allows.
 *
 * @param partitions of one hub: "eh-part-..."
 * @param groups of consumers: "eh-cg-..."
 * @param days of retention: "eh-ret-..."
 * @param larger the tier to take if this one is too small
 */
public record Hub(String tier, int partitions, int groups, int days, String larger) {
    static final Hub BASIC = of("Basic", "Standard");
    public static final Hub STANDARD = of("Standard", "Premium");
    static final Hub PREMIUM = of("Premium", "Dedicated");
    static final Hub DEDICATED = of("Dedicated", "a second cluster");

    /** Advised, not enforced. */
    private static final double PARTITION_IN = Facts.value("eh-part-rate");

    /** TriggerBench, 2022. */
    private static final double TRIGGER_MS = 1000 * Facts.value("eh-tb-p50");

    private static final int BASIC_EVENT = (int) Facts.value("eh-pub-basic");

    private static Hub of(String tier, String larger) {
        String end = tier.toLowerCase(Locale.ROOT);
        return new Hub(
                tier,
                (int) Facts.value("eh-part-" + end),
                (int) Facts.value("eh-cg-" + end),
                (int) (Facts.value("eh-ret-" + end) / Amounts.SECONDS_AN_HOUR / 24),
                larger);
    }

    List<Exceeded> exceeded(Need need, double lanes) {
        List<Exceeded> exceeded = new ArrayList<>();
        int wanted = partitions(need, lanes);
        if (wanted > partitions) {
            exceeded.add(new Exceeded(
                    Gate.LOAD,
                    wanted + " partitions are needed, a hub of " + tier + " has " + partitions,
                    "eh-part-" + tier.toLowerCase(Locale.ROOT),
                    larger + ", less work per event, or several hubs"));
        }
        if (need.consumers() > groups) {
            exceeded.add(new Exceeded(
                    Gate.CONSUMERS,
                    need.consumers() + " consumers, " + tier + " has " + groups + " consumer groups",
                    "eh-cg-" + tier.toLowerCase(Locale.ROOT),
                    larger));
        }
        if (need.retentionHours() > days * 24.0) {
            exceeded.add(new Exceeded(
                    Gate.RETENTION,
                    "retention is longer than the " + days + " days of " + tier,
                    "eh-ret-" + tier.toLowerCase(Locale.ROOT),
                    days < 90 ? larger : "an archive"));
        }
        if (this.equals(BASIC) && need.size() > BASIC_EVENT) {
            exceeded.add(new Exceeded(Gate.EVENT_SIZE, "events are larger than 256 KB", "eh-pub-basic", larger));
        }
        return exceeded;
    }

    /** {@return partitions at the target load: enough for the bytes, and for a function's concurrency} */
    public static int partitions(Need need, double lanes) {
        double bytes = need.peakBytes() / PARTITION_IN;
        return new Bound("", "", Math.max(bytes, lanes)).at(need.load());
    }

    static List<String> notes(Need need, double lanes) {
        List<String> notes = new ArrayList<>();
        notes.add(partitions(need, lanes)
                + " partitions or more; you can never remove partitions, and add them on Premium and Dedicated only");
        if (need.peakBytes() * need.hottest() > PARTITION_IN) {
            notes.add("the hottest key exceeds the 1 MB/s recommended per partition: measure it");
        }
        return notes;
    }

    static Floor floor(Need need) {
        return need.function().isPresent()
                ? new Floor(TRIGGER_MS, "median of the trigger, TriggerBench 2022", true)
                : new Floor(0, "pushed over AMQP, no published figure found", false);
    }
}
