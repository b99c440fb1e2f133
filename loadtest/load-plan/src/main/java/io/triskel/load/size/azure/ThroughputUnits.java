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
import java.util.ArrayList;
import java.util.List;

/** Event Hubs Basic and Standard: you buy throughput units, and pay for events in steps of 64 KB. */
public final class ThroughputUnits {
    public static final double IN_BYTES = Facts.value("eh-tu-in-bytes");
    public static final double IN_EVENTS = Facts.value("eh-tu-in-events");
    public static final double OUT_BYTES = Facts.value("eh-tu-out-bytes");
    public static final double OUT_EVENTS = Facts.value("eh-tu-out-events");

    public static final int MOST = (int) Facts.value("eh-tu-max");

    private static final double EVENT_STEP = Facts.value("eh-p-events-round");

    private static final double STORED_A_UNIT = Facts.value("eh-tu-storage");

    private final Hub hub;
    private final boolean capture;

    public ThroughputUnits(Hub hub, boolean capture) {
        this.hub = hub;
        this.capture = capture;
    }

    /** {@return the namespace with its bill} */
    public Sized size(Need need, double lanes, PriceBook prices) {
        List<Bound> bounds = List.of(
                new Bound("ingress 1 MB/s a unit", "eh-tu-in-bytes", need.peakBytes() / IN_BYTES),
                new Bound("ingress 1,000 events/s a unit", "eh-tu-in-events", need.peak() / IN_EVENTS),
                new Bound("egress 2 MB/s a unit", "eh-tu-out-bytes", need.consumers() * need.peakBytes() / OUT_BYTES),
                new Bound(
                        "egress 4,096 events/s a unit",
                        "eh-tu-out-events",
                        need.consumers() * need.peak() / OUT_EVENTS));
        int units =
                bounds.stream().mapToInt(bound -> bound.at(need.load())).max().orElse(1);
        List<Exceeded> exceeded = hub.exceeded(need, lanes);
        if (units > MOST) {
            exceeded.add(new Exceeded(
                    Gate.LOAD,
                    units + " throughput units are needed, a namespace has " + MOST,
                    "eh-tu-max",
                    "several namespaces, Premium or Dedicated"));
        }
        List<String> notes = new ArrayList<>(Hub.notes(need, lanes));
        notes.add("egress over the limit causes lag, not an error; auto-inflate never scales down");
        return new Sized(
                "Event Hubs " + hub.tier() + (capture ? " with Capture" : ""),
                units,
                "throughput unit",
                bounds,
                bill(need, units, prices).items(),
                exceeded,
                notes,
                Hub.floor(need));
    }

    private Bill bill(Need need, int units, PriceBook prices) {
        String tier = hub.equals(Hub.BASIC) ? "basic" : "standard";
        double events = need.eventsAnHour() * Amounts.up(need.size() / EVENT_STEP);
        Bill bill = new Bill("azure", "bus", need, prices)
                .add("throughput units", units, "event-hubs." + tier + ".unit-hour", units + " units")
                .add("events in", events, "event-hubs.event", "each in steps of 64 KB, rounded up");
        if (capture) {
            bill.add("Capture", units, "event-hubs.capture-unit-hour", "units");
        }
        double stored = need.keptBytes(need.retentionHours()) - units * STORED_A_UNIT;
        if (stored > 0) {
            bill.add(
                    "storage above 84 GB a unit",
                    stored / 1e9 / Amounts.HOURS_A_MONTH,
                    "event-hubs.standard.storage-gb-month",
                    "blob storage rates");
        }
        return bill;
    }
}
