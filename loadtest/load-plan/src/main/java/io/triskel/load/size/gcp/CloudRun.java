package io.triskel.load.size.gcp;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.offer.Meter;
import io.triskel.load.size.offer.Offer;
import io.triskel.load.size.offer.Service;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Batches;
import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Deployment;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Floor;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.HotKey;
import io.triskel.load.size.plan.Metered;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.plan.Work;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.workload.FunctionWork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Cloud Run: behind a push subscription one event per request and several requests per instance, or instances that pull batches. Billed
 * while requests run, or as long as instances live.
 */
final class CloudRun {
    /** Requests per vCPU of an instance. */
    static final int CONCURRENCY = (int) Facts.value("run.concurrency.default");

    /** What the autoscaler aims at. */
    private static final double TARGET = Facts.value("run.target");

    private static final double STEPS_A_SECOND = 1 / Facts.value("run.round");

    private static final double MOST_MEMORY = Facts.value("run.mem.max");

    /** What a JVM with our package needs. */
    private static final int LEAST_MIB = 512;

    /** An instance costs while it has requests, so a few more are for an outage's backlog. */
    private static final int LEAST_INSTANCES = 10;

    private static final int INSTANCES = (int) Facts.value("run.instances.default");

    private final Offer offer;
    private final Need need;
    private final FunctionWork work;
    private final int concurrency;

    CloudRun(Offer offer, Need need, FunctionWork work, int concurrency) {
        this.offer = offer;
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

    /** {@return the variables of {@code infra/gcp}; every function may have the instances of the busiest reader} */
    Map<String, Object> variables() {
        double busiest = need.busiestPeak() * Math.max(secondsAnEvent() / concurrency, cpuSeconds() / vcpus()) / TARGET;
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("memory_mib", Math.max(LEAST_MIB, Amounts.whole(work.memory() / Amounts.MIB)));
        variables.put("cpu", (int) vcpus());
        variables.put("concurrency", concurrency);
        variables.put("max_instances", Math.max(LEAST_INSTANCES, Amounts.whole(busiest)));
        variables.put("topic_retention_hours", Deployment.retentionHours(need));
        variables.put("replay_horizon_hours", Deployment.replayHorizonHours(need));
        return variables;
    }

    /** {@return instances of a reader that pull: no autoscaler adds them, so that they are bought for the peak} */
    int pulling() {
        return Math.max(1, Amounts.whole(need.peak() * need.traffic().share() * cpuSeconds() / vcpus() / need.load()));
    }

    Sized size(PriceBook prices) {
        return offer.service() == Service.CLOUD_RUN_PULLING ? pulled(prices) : pushed(prices);
    }

    private Sized pushed(PriceBook prices) {
        int most = instances(need.peak());
        List<String> notes = notes(String.format(
                Locale.ROOT,
                "%.0f vCPU, %d requests per instance (a function's default may be 1: set it), %.1f requests at a time"
                        + " of the busiest consumer at the peak",
                vcpus(),
                concurrency,
                need.busiestPeak() * secondsAnEvent()));
        if (most > INSTANCES) {
            notes.add("the default cap of a revision is 100 instances: raise it");
        }
        return sized(
                most,
                List.of(
                        new Bound(
                                "concurrent requests, at 60% of an instance",
                                "run.target",
                                need.peak() * need.traffic().wanted() * secondsAnEvent() / (concurrency * TARGET)),
                        new Bound("CPU, at 60% of an instance", "run.target", cpuAtPeak() / TARGET)),
                offer.service() == Service.CLOUD_RUN ? requestSeconds() : instanceSeconds(instances(need.mean()), most),
                1,
                notes,
                prices);
    }

    private Sized pulled(PriceBook prices) {
        int most = pulling();
        double batch = Batches.of(
                work, need.mean() / most, secondsAnEvent() * need.traffic().share(), 0);
        return sized(
                most,
                List.of(new Bound("CPU time of an instance", "little", cpuAtPeak())),
                instanceSeconds(most, most),
                batch,
                notes(String.format(
                        Locale.ROOT,
                        "%.0f vCPU; %d instances per consumer for the peak, as nothing scales them; batches of %.0f",
                        vcpus(),
                        most,
                        batch)),
                prices);
    }

    private List<String> notes(String further) {
        List<String> notes = new ArrayList<>(offer.notes());
        notes.add(Work.told(work, vcpus()));
        notes.add(further);
        return notes;
    }

    private double cpuAtPeak() {
        return need.peak() * need.traffic().wanted() * cpuSeconds() / vcpus();
    }

    private double cpuSeconds() {
        return work.cpu().toNanos() / 1e9;
    }

    private Sized sized(
            int instances, List<Bound> bounds, Range seconds, double batch, List<String> notes, PriceBook prices) {
        // A subscription's filter withholds what a reader does not want, pushed or pulled.
        Range calls = Range.exactly(need.invokedEvents(true) / batch);
        return new Sized(
                offer,
                Amounts.whole((double) instances * need.consumers()),
                bounds,
                Metered.bill(offer, need, prices, meter -> quantity(meter, calls, seconds)),
                exceeded(),
                notes,
                new Floor(0, "", true)
                        .plus(
                                batch * secondsAnEvent() * 1000,
                                batch == 1 ? "the work of an event" : "the work of a batch"),
                calls);
    }

    private Range quantity(Meter meter, Range calls, Range seconds) {
        return switch (meter.quantity()) {
            case CALLS -> calls;
            case VCPU_SECONDS -> seconds.times(vcpus());
            case GIB_SECONDS -> seconds.times(work.memory() / Amounts.GIB);
            default -> throw Metered.unknown(offer, meter);
        };
    }

    /**
     * {@return instance seconds of all readers, billed while they have requests} Lowest: packed to the brim. Likely: as many as the
     * autoscaler runs, all the time. Highest: each request is alone on an instance, rounded up to 100 ms.
     */
    private Range requestSeconds() {
        double handled = need.handledEvents();
        double step = 1 / STEPS_A_SECOND;
        double alone = handled * Amounts.up(secondsAnEvent() * STEPS_A_SECOND) * step
                + (need.invokedEvents(true) - handled) * step;
        double packed =
                Math.min(alone, Math.max(handled * secondsAnEvent() / concurrency, handled * cpuSeconds() / vcpus()));
        double scaled = instanceSeconds(instances(need.mean()), 1).low();
        return new Range(packed, Math.max(packed, Math.min(alone, scaled)), alone);
    }

    /** {@return instance seconds of all readers, billed as long as instances live, at the mean and at most} */
    private Range instanceSeconds(int mean, int most) {
        double each = need.consumers() * Amounts.SECONDS_AN_HOUR;
        return new Range(mean * each, mean * each, Math.max(mean, most) * each);
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
