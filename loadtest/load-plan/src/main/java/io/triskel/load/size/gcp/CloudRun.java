package io.triskel.load.size.gcp;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Bill;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Floor;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.HotKey;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.plan.Work;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.workload.FunctionWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cloud Run functions behind a push subscription: one event per request, several requests per instance. */
final class CloudRun {
    /** Requests per vCPU of an instance. */
    static final int CONCURRENCY = (int) Facts.value("run.concurrency.default");

    /** What the autoscaler aims at. */
    private static final double TARGET = Facts.value("run.target");

    private static final double STEPS_A_SECOND = 1 / Facts.value("run.round");

    private static final double MOST_MEMORY = Facts.value("run.mem.max");

    private static final int INSTANCES = (int) Facts.value("run.instances.default");

    private final Need need;
    private final FunctionWork work;
    private final int concurrency;

    CloudRun(Need need, FunctionWork work, int concurrency) {
        this.need = need;
        this.work = work;
        this.concurrency = concurrency;
    }

    /** {@return vCPUs of an instance: one for each 4 GiB, rounded up to 1, 2, 4 or 8} */
    double vcpus() {
        double vcpus = 1;
        while (vcpus * 4 * Amounts.GIB < work.memory() && vcpus < 8) {
            vcpus *= 2;
        }
        return vcpus;
    }

    /** {@return instances that the autoscaler runs for a reader at a rate of events} */
    int instances(double rate) {
        double byRequests = rate * need.traffic().share() * secondsAnEvent() / (concurrency * TARGET);
        double byCpu = rate * need.traffic().share() * cpuSeconds() / (vcpus() * TARGET);
        return Math.max(1, Amounts.whole(Math.max(byRequests, byCpu)));
    }

    Sized size(PriceBook prices) {
        int instances = Amounts.whole((double) instances(need.peak()) * need.consumers());
        List<String> notes = new ArrayList<>();
        notes.add(Work.told(work, vcpus()));
        notes.add(String.format(
                Locale.ROOT,
                "%.0f vCPU, %d requests per instance (a function's default may be 1: set it), %.1f requests at a time of the busiest consumer at the peak",
                vcpus(),
                concurrency,
                need.busiestPeak() * secondsAnEvent()));
        if (instances(need.peak()) > INSTANCES) {
            notes.add("the default cap of a revision is 100 instances: raise it");
        }
        return new Sized(
                "Cloud Run functions",
                instances,
                "instance",
                List.of(
                        new Bound(
                                "concurrent requests, at 60% of an instance",
                                "run.target",
                                need.peak() * need.traffic().wanted() * secondsAnEvent() / (concurrency * TARGET)),
                        new Bound(
                                "CPU, at 60% of an instance",
                                "run.target",
                                need.peak() * need.traffic().wanted() * cpuSeconds() / (vcpus() * TARGET))),
                cost(prices),
                exceeded(),
                notes,
                new Floor(0, "", true).plus(secondsAnEvent() * 1000, "the work of an event"));
    }

    /**
     * {@return requests and instance seconds of all consumers} Lowest: instances are packed to the brim. Likely: as many
     * as the autoscaler runs, all the time. Highest: each request is alone on an instance, rounded up to 100 ms.
     */
    List<BillLine> cost(PriceBook prices) {
        double requests = need.invokedEvents(true);
        double handled = need.handledEvents();
        double step = 1 / STEPS_A_SECOND;
        double alone = handled * Amounts.up(secondsAnEvent() * STEPS_A_SECOND) * step + (requests - handled) * step;
        double packed =
                Math.min(alone, Math.max(handled * secondsAnEvent() / concurrency, handled * cpuSeconds() / vcpus()));
        double scaled = (double) instances(need.mean()) * need.consumers() * Amounts.SECONDS_AN_HOUR;
        Range seconds = new Range(packed, Math.max(packed, Math.min(alone, scaled)), alone);
        return new Bill("gcp", "function", need, prices)
                .add("requests", requests, "run.request", "one per event that passes the subscription's filter")
                .add(
                        "vCPU-seconds",
                        seconds.times(vcpus()),
                        "run.vcpu-second",
                        "instances: packed, as scaled, one per request")
                .add("GiB-seconds", seconds.times(work.memory() / Amounts.GIB), "run.gib-second", "as vCPU-seconds")
                .items();
    }

    private double cpuSeconds() {
        return work.cpu().toNanos() / 1e9;
    }

    private double secondsAnEvent() {
        return Work.seconds(work, vcpus());
    }

    private List<Exceeded> exceeded() {
        List<Exceeded> exceeded = new ArrayList<>();
        HotKey.tooMuchWork(need, secondsAnEvent()).ifPresent(exceeded::add);
        if (work.memory() > MOST_MEMORY) {
            exceeded.add(new Exceeded(Gate.LOAD, "more than 32 GiB of memory", "run.mem.max", "a smaller function"));
        }
        return exceeded;
    }
}
