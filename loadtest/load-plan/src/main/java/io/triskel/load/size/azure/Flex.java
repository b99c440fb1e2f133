package io.triskel.load.size.azure;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Batches;
import io.triskel.load.size.plan.Bill;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Floor;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.HotKey;
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

/** Functions Flex Consumption behind a hub: a partition has one batch at a time; active periods of instances are billed. */
final class Flex {
    enum Size {
        SMALL(512),
        MEDIUM(2048),
        LARGE(4096);

        private final int megabytes;
        private final double vcpus;

        Size(int megabytes) {
            this.megabytes = megabytes;
            this.vcpus = Facts.value("azf.flex.size." + megabytes);
        }

        double gigabytes() {
            return megabytes / 1024.0;
        }
    }

    /** Seconds. */
    private static final double LEAST_PERIOD = Facts.value("azf.flex.round.min");

    private static final int MOST_INSTANCES = (int) Facts.value("azf.flex.max");

    private static final double MOST_VCPUS = Facts.value("azf.flex.quota.cores");

    private final Need need;
    private final FunctionWork work;
    private final Size size;

    Flex(Need need, FunctionWork work, Size size) {
        this.need = need;
        this.work = work;
        this.size = size;
    }

    /** {@return the function on the smallest size with enough memory and few enough lanes for a hub, or else on the largest} */
    static Flex fitting(Need need, FunctionWork work, int partitions) {
        for (Size size : Size.values()) {
            Flex flex = new Flex(need, work, size);
            if (size.megabytes * Amounts.MIB >= work.memory() && Hub.partitions(need, flex.lanes()) <= partitions) {
                return flex;
            }
        }
        return new Flex(need, work, Size.LARGE);
    }

    double secondsAnEvent() {
        return Work.seconds(work, size.vcpus);
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

    Sized size(int partitions, PriceBook prices) {
        double batch = Batches.of(work, need.mean() / partitions, secondsInABatch(), 0);
        int instances = new Bound("", "", allLanes()).at(need.load());
        List<String> notes = new ArrayList<>();
        notes.add(Work.told(work, size.vcpus));
        notes.add(String.format(
                Locale.ROOT,
                "%d MB and %.2f vCPU per instance; batches of %.0f, at most %d; %.1f partitions of the busiest consumer at the peak",
                size.megabytes,
                size.vcpus,
                batch,
                work.batch(),
                lanes()));
        notes.add("an instance is added every 30 s; the default cap of an app is 100 instances");
        return new Sized(
                "Functions Flex",
                instances,
                "instance",
                List.of(new Bound("concurrent events (rate x work)", "little", allLanes())),
                cost(batch, secondsInABatch(), 1, prices),
                exceeded(instances),
                notes,
                new Floor(0, "", true)
                        .plus(work.window().toMillis() / 2.0, work.window().toNanos() / 1e6, "half a window")
                        .plus(batch * secondsInABatch() * 1000, "the work of a batch"));
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
        return new Bill("azure", "function", need, prices)
                .add(
                        "executions",
                        executions * Amounts.SECONDS_AN_HOUR,
                        "functions.execution",
                        "events / batch x consumers")
                .add(
                        "GB-seconds",
                        seconds.times(Amounts.SECONDS_AN_HOUR * size.gigabytes()),
                        "functions.gb-second",
                        "active periods: merged, likely, each alone")
                .items();
    }

    private List<Exceeded> exceeded(int instances) {
        List<Exceeded> exceeded = new ArrayList<>();
        HotKey.tooMuchWork(need, secondsAnEvent()).ifPresent(exceeded::add);
        if (work.memory() > Size.LARGE.megabytes * Amounts.MIB) {
            exceeded.add(new Exceeded(
                    Gate.LOAD,
                    "more than 4,096 MB of memory",
                    "azf.flex.size.4096",
                    "a smaller function, or containers"));
        }
        if (instances > MOST_INSTANCES * need.consumers()) {
            exceeded.add(new Exceeded(
                    Gate.LOAD,
                    instances + " instances, an app has " + MOST_INSTANCES,
                    "azf.flex.max",
                    "less work per event, or several apps"));
        }
        Exceeded.quota(instances * size.vcpus, MOST_VCPUS, "vCPU of a subscription in a region", "azf.flex.quota.cores")
                .ifPresent(exceeded::add);
        return exceeded;
    }
}
