package io.triskel.load.size.azure;

import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Floor;
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
 * @param larger the tier to take where this one is too small
 */
public record Hub(String tier, int partitions, int groups, int days, String larger) {
    static final Hub BASIC = new Hub("Basic", 32, 1, 1, "Standard");
    public static final Hub STANDARD = new Hub("Standard", 32, 20, 7, "Premium");
    static final Hub PREMIUM = new Hub("Premium", 100, 100, 90, "Dedicated");
    static final Hub DEDICATED = new Hub("Dedicated", 1024, 1000, 90, "a second cluster");

    /** "eh-part-rate": advised, not enforced. */
    private static final double PARTITION_IN = Amounts.MB;

    /** "eh-tb-p50": TriggerBench, 2022. */
    private static final double TRIGGER_MS = 302;

    /** "eh-pub-basic" and the others: the largest event. */
    private static final int BASIC_EVENT = 256 * 1024;

    List<Exceeded> exceeded(Need need, double lanes) {
        List<Exceeded> exceeded = new ArrayList<>();
        int wanted = partitions(need, lanes);
        if (wanted > partitions) {
            exceeded.add(new Exceeded(
                    wanted + " partitions are needed, a hub of " + tier + " has " + partitions,
                    "eh-part-" + tier.toLowerCase(Locale.ROOT),
                    larger + ", shorter work of an event, or several hubs"));
        }
        if (need.consumers() > groups) {
            exceeded.add(new Exceeded(
                    need.consumers() + " consumers, " + tier + " has " + groups + " consumer groups",
                    "eh-cg-" + tier.toLowerCase(Locale.ROOT),
                    larger));
        }
        if (need.retentionHours() > days * 24.0) {
            exceeded.add(new Exceeded(
                    "retention is longer than the " + days + " days of " + tier,
                    "eh-ret-" + tier.toLowerCase(Locale.ROOT),
                    days < 90 ? larger : "an archive"));
        }
        if (this.equals(BASIC) && need.size() > BASIC_EVENT) {
            exceeded.add(new Exceeded("events are larger than 256 KB", "eh-pub-basic", larger));
        }
        return exceeded;
    }

    /** {@return partitions at the target load: for the bytes, and for what a function does at once} */
    public static int partitions(Need need, double lanes) {
        double bytes = need.peakBytes() / PARTITION_IN;
        return new Bound("", "", Math.max(bytes, lanes)).at(need.load());
    }

    static List<String> notes(Need need, double lanes) {
        List<String> notes = new ArrayList<>();
        notes.add(partitions(need, lanes)
                + " partitions at least; their number cannot shrink, and grows on Premium and Dedicated only");
        if (need.peakBytes() * need.hottest() > PARTITION_IN) {
            notes.add("the hottest key has more than the 1 MB/s that is advised for a partition: measure it");
        }
        return notes;
    }

    static Floor floor(Need need) {
        return need.function().isPresent()
                ? new Floor(TRIGGER_MS, "median of the trigger, TriggerBench 2022", true)
                : new Floor(0, "pushed over AMQP, no published figure found", false);
    }
}
