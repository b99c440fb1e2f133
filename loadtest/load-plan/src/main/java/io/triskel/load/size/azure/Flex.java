package io.triskel.load.size.azure;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.offer.Machine;
import io.triskel.load.size.offer.Meter;
import io.triskel.load.size.offer.Offer;
import io.triskel.load.size.offer.Quantity;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Batches;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Floor;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.HotKey;
import io.triskel.load.size.plan.Metered;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Periods;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.plan.Work;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.workload.FunctionWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Functions Flex Consumption behind a hub: a partition has one batch at a time, an instance several partitions. Active periods of instances
 * are billed, not executions: executions that overlap on an instance share its memory (Microsoft, Estimating consumption-based costs, read
 * 2026-11-30).
 */
final class Flex {
    /** Seconds. */
    private static final double LEAST_PERIOD = Facts.value("azf.flex.round.min");

    private static final int MOST_INSTANCES = (int) Facts.value("azf.flex.max");

    private static final double MOST_VCPUS = Facts.value("azf.flex.quota.cores");

    private final Offer offer;
    private final Need need;
    private final FunctionWork work;
    private final Machine machine;

    Flex(Offer offer, Need need, FunctionWork work) {
        this.offer = offer;
        this.need = need;
        this.work = work;
        this.machine = offer.machine()
                .orElseThrow(() -> new IllegalArgumentException(offer.id() + " has no 'machine'; add its size"));
    }

    /** {@return the memory of an instance} */
    int mebibytes() {
        return Amounts.whole(machine.gigabytes() * Amounts.KIB);
    }

    double secondsAnEvent() {
        return Work.seconds(work, machine.vcpus());
    }

    /** {@return partitions that the busiest reader keeps busy at the peak} */
    double lanes() {
        return need.busiestPeak() * secondsAnEvent();
    }

    /** {@return seconds of an event of a batch, in which a reader ignores what it does not want} */
    private double secondsInABatch() {
        return secondsAnEvent() * need.traffic().share();
    }

    /** {@return batches that all readers together handle at a time at the peak} */
    private double allLanes() {
        return need.peak() * need.traffic().wanted() * secondsAnEvent();
    }

    /** {@return batches that an instance handles at once: as many as its memory and its CPU time have room for} */
    int atOnce() {
        double cpu = work.cpu().toNanos() / 1e9;
        double byCpu = cpu == 0 ? Double.MAX_VALUE : machine.vcpus() * secondsAnEvent() / cpu;
        double byMemory = machine.gigabytes() * Amounts.GIB / work.memory();
        return (int) Math.max(1, Math.floor(Math.min(byCpu, byMemory)));
    }

    Sized size(int partitions, PriceBook prices) {
        double batch = Batches.of(work, need.mean() / partitions, secondsInABatch(), 0);
        int instances = new Bound("", "", allLanes() / atOnce()).at(need.load());
        Range calls = Range.exactly(need.invokedEvents(false) / batch);
        List<String> notes = new ArrayList<>(offer.notes());
        notes.add(Work.told(work, machine.vcpus()));
        notes.add(String.format(
                Locale.ROOT,
                "%.1f GB and %.2f vCPU per instance, with room for %d batches at once; batches of %.0f, at most %d;"
                        + " %.1f partitions of the busiest consumer at the peak",
                machine.gigabytes(),
                machine.vcpus(),
                atOnce(),
                batch,
                work.batch(),
                lanes()));
        return new Sized(
                offer,
                instances,
                List.of(new Bound("concurrent events (rate x work)", "little", allLanes())),
                cost(batch, secondsInABatch(), atOnce(), prices),
                exceeded(instances),
                notes,
                new Floor(0, "", true)
                        .plus(work.window().toMillis() / 2.0, work.window().toNanos() / 1e6, "half a window")
                        .plus(batch * secondsInABatch() * 1000, "the work of a batch"),
                calls);
    }

    /**
     * {@return executions and GB-seconds of all consumers} Highest: each execution is a separate active period of at
     * least a second, in steps of 100 ms ("azf.flex.round.min", "azf.flex.round.step"). Lowest: periods follow without
     * gaps. Likely: executions come at random, see {@link Periods}.
     *
     * @param atOnce batches that an instance handles concurrently
     */
    List<BillLine> cost(double batch, double secondsAnEvent, double atOnce, PriceBook prices) {
        double executions = need.invokedEvents(false) / Amounts.SECONDS_AN_HOUR / batch;
        double duration = batch * secondsAnEvent;
        double period = Math.max(LEAST_PERIOD, Amounts.up(duration * 10) / 10);
        double alone = executions * period;
        double merged = Math.min(alone, executions * duration / atOnce);
        double instances = Amounts.up(Math.max(1e-9, merged / need.load()));
        double active = instances * Periods.share(executions / instances, duration, LEAST_PERIOD);
        Range seconds = new Range(merged, Math.min(alone, Math.max(merged, active)), alone);
        return Metered.bill(offer, need, prices, meter -> quantity(meter, executions, seconds, instances));
    }

    private Range quantity(Meter meter, double executions, Range seconds, double instances) {
        double gigabyteHours = Amounts.SECONDS_AN_HOUR * machine.gigabytes();
        if (meter.quantity() == Quantity.CALLS) {
            return Range.exactly(executions * Amounts.SECONDS_AN_HOUR);
        }
        if (meter.quantity() == Quantity.GB_SECONDS) {
            return seconds.times(gigabyteHours);
        }
        if (meter.quantity() == Quantity.READY_GB_SECONDS) {
            return Range.exactly(instances * gigabyteHours);
        }
        throw Metered.unknown(offer, meter);
    }

    private List<Exceeded> exceeded(int instances) {
        List<Exceeded> exceeded = new ArrayList<>();
        HotKey.tooMuchWork(need, secondsAnEvent()).ifPresent(exceeded::add);
        if (work.memory() > machine.gigabytes() * Amounts.GIB) {
            exceeded.add(new Exceeded(
                    Gate.LOAD,
                    String.format(Locale.ROOT, "an instance has %.1f GB of memory", machine.gigabytes()),
                    "azf.flex.size.4096",
                    "a larger instance, or a smaller function"));
        }
        if (instances > MOST_INSTANCES * need.consumers()) {
            exceeded.add(new Exceeded(
                    Gate.LOAD,
                    instances + " instances, an app has " + MOST_INSTANCES,
                    "azf.flex.max",
                    "less work per event, or several apps"));
        }
        Exceeded.quota(
                        instances * machine.vcpus(),
                        MOST_VCPUS,
                        "vCPU of a subscription in a region",
                        "azf.flex.quota.cores")
                .ifPresent(exceeded::add);
        return exceeded;
    }
}
