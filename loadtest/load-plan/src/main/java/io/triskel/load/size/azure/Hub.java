package io.triskel.load.size.azure;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.offer.Limit;
import io.triskel.load.size.offer.Offer;
import io.triskel.load.size.offer.OfferBook;
import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Bus;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Floor;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.Message;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.PriceBook;
import java.util.ArrayList;
import java.util.List;

/** A hub: its partitions, beside what its offer says. */
public final class Hub {
    public static final double IN_BYTES = Facts.value("eh-tu-in-bytes");
    public static final double IN_EVENTS = Facts.value("eh-tu-in-events");
    public static final double OUT_BYTES = Facts.value("eh-tu-out-bytes");
    public static final double OUT_EVENTS = Facts.value("eh-tu-out-events");

    /** Throughput units of a namespace. */
    public static final int MOST_UNITS = (int) Facts.value("eh-tu-max");

    /** Partitions of a hub of Standard. */
    public static final int MOST_PARTITIONS = (int) Facts.value("eh-part-standard");

    /** Advised, not enforced. */
    private static final double PARTITION_IN = Facts.value("eh-part-rate");

    /** TriggerBench, 2022. */
    private static final double TRIGGER_MS = 1000 * Facts.value("eh-tb-p50");

    private Hub() {}

    /** {@return a namespace of Standard without a function} */
    public static Sized standard(Need need, PriceBook prices) {
        return size(OfferBook.shipped().get("azure.event-hubs.standard"), need, 0, need.retentionHours(), prices);
    }

    static Sized size(Offer offer, Need need, double lanes, double keptHours, PriceBook prices) {
        int wanted = partitions(need, lanes);
        List<Exceeded> exceeded = new ArrayList<>();
        offer.limits()
                .partitions()
                .filter(most -> wanted > Facts.value(most.fact()))
                .ifPresent(most -> exceeded.add(tooFew(wanted, most, offer)));
        // Capture does not use what consumers read: "eh-cap-egress".
        return new Bus(offer, need, lanes, keptHours, need.consumers(), Message.PLAIN)
                .size(exceeded, notes(need, wanted), floor(need), prices);
    }

    private static Exceeded tooFew(int wanted, Limit most, Offer offer) {
        return new Exceeded(
                Gate.LOAD,
                wanted + " partitions are needed, a hub of " + offer.name() + " has " + (int) Facts.value(most.fact()),
                most.fact(),
                most.fix());
    }

    /** {@return partitions at the target load: enough for the bytes, and for a function's concurrency} */
    public static int partitions(Need need, double lanes) {
        double bytes = need.peakBytes() / PARTITION_IN;
        return new Bound("", "", Math.max(bytes, lanes)).at(need.load());
    }

    private static List<String> notes(Need need, int partitions) {
        List<String> notes = new ArrayList<>();
        notes.add(partitions
                + " partitions or more; you can never remove partitions, and add them on Premium and Dedicated only");
        if (need.peakBytes() * need.hottest() > PARTITION_IN) {
            notes.add("the hottest key exceeds the 1 MB/s recommended per partition: measure it");
        }
        return notes;
    }

    private static Floor floor(Need need) {
        return need.function().isPresent()
                ? new Floor(TRIGGER_MS, "median of the trigger, TriggerBench 2022", true)
                : new Floor(0, "pushed over AMQP, no published figure found", false);
    }
}
