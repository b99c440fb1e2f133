package io.triskel.load.size.aws;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.offer.Meter;
import io.triskel.load.size.offer.Offer;
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
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.plan.Work;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.workload.FunctionWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lambda behind a stream: a shard has up to ten lanes, each with one batch at a time; billed by the millisecond. */
final class Lambda {
    static final int MOST_LANES = (int) Facts.value("lambda.esm.kinesis.parallel.max");

    /** MB of memory that come with one vCPU. */
    private static final double MB_A_VCPU = Facts.value("lambda.cpu.ratio") / Amounts.MIB;

    /** Bytes. */
    private static final long MOST_MEMORY = (long) Facts.value("lambda.memory.max");

    /** The default, which AWS raises on request. */
    private static final int CONCURRENCY = (int) Facts.value("lambda.concurrency.account");

    private static final double REQUESTS_AN_ENVIRONMENT = Facts.value("lambda.rps.per_env");

    /** Environments every ten seconds. */
    private static final double STARTED = Facts.value("lambda.scaling.rate");

    static final double POLL = Facts.value("lambda.esm.kinesis.poll");

    private final Offer offer;
    private final Need need;
    private final FunctionWork work;

    Lambda(Offer offer, Need need, FunctionWork work) {
        this.offer = offer;
        this.need = need;
        this.work = work;
    }

    double secondsAnEvent() {
        return Work.seconds(work, vcpus());
    }

    private double vcpus() {
        return work.memory() / Amounts.MIB / MB_A_VCPU;
    }

    /** {@return lanes of the busiest reader that the peak keeps busy} */
    double lanes() {
        return need.busiestPeak() * secondsAnEvent();
    }

    /** {@return seconds of an event of a batch, in which a reader ignores what it does not want} */
    private double secondsInABatch() {
        return secondsAnEvent() * need.traffic().share();
    }

    /** {@return lanes of all readers together} */
    private double allLanes() {
        return need.peak() * need.traffic().wanted() * secondsAnEvent();
    }

    /**
     * {@return what the functions of all consumers need}
     *
     * @param shards of the stream
     * @param pushed whether events are pushed instead of polled once a second
     */
    Sized size(int shards, boolean pushed, PriceBook prices) {
        int wanted = wanted();
        int lanesAShard = lanesAShard(shards);
        double laneRate = need.mean() / ((double) shards * lanesAShard);
        double batch = Batches.of(work, laneRate, secondsInABatch(), pushed ? 0 : POLL);
        int environments = (int) Math.min(1e6, Amounts.up(allLanes() / need.load()));
        List<String> notes = new ArrayList<>(offer.notes());
        notes.add(Work.told(work, vcpus()));
        notes.add(String.format(
                Locale.ROOT,
                "batches of %.0f, at most %d; %d lanes per shard; by Little's law %.1f lanes of the busiest consumer"
                        + " at the peak",
                batch,
                work.batch(),
                lanesAShard,
                lanes()));
        notes.add(String.format(
                Locale.ROOT,
                "called directly (HTTP), the peak would need a quota of %.0f",
                quotaOfDirectCalls(need.peak(), secondsAnEvent())));
        if (need.orders()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "deployed: a batch of each of %d lanes of %d consumers at once, one HTTP call and the clock are a"
                            + " concurrency of %d; a new account's 10 have one lane for each consumer, enough for %.1f"
                            + " orders/s",
                    shards * lanesAShard,
                    need.consumers(),
                    StackParameters.atOnce(shards * lanesAShard, need),
                    need.peak() / need.traffic().perOrder() * need.load() / lanes()));
        }
        double more = lanes() - need.mean() * secondsAnEvent();
        notes.add(String.format(
                Locale.ROOT,
                "growing from the mean to the peak starts %.0f environments, 1,000 every 10 s: %.0f s",
                more,
                secondsToStart(more)));
        return new Sized(
                offer,
                environments,
                List.of(new Bound("concurrent events (rate x work)", "little", allLanes())),
                bill(batch, environments, prices),
                exceeded(shards, wanted, environments),
                notes,
                new Floor(0, "", true)
                        .plus(work.window().toMillis() / 2.0, work.window().toNanos() / 1e6, "half a window")
                        .plus(batch * secondsInABatch() * 1000, "the work of a batch"),
                calls(batch));
    }

    /** {@return lanes to have} */
    private int wanted() {
        return (int) Math.min(1e6, Amounts.up(lanes() / need.load()));
    }

    int lanesAShard(int shards) {
        return lanesAShard(wanted(), shards);
    }

    private Range calls(double batch) {
        return Range.exactly(need.invokedEvents(false) / batch);
    }

    List<BillLine> bill(double batch, int environments, PriceBook prices) {
        return Metered.bill(offer, need, prices, meter -> quantity(meter, calls(batch), batch, environments));
    }

    /**
     * {@return billed seconds of a call on average} Each is rounded up to a millisecond, also one that works on nothing; starts cost less
     * than a thousandth.
     */
    private double billedSeconds(double batch) {
        double ignored = Math.pow(1 - need.traffic().share(), batch);
        double working = 1 - ignored;
        double milliseconds = working == 0 ? 0 : Amounts.up(batch * secondsInABatch() * 1000 / working);
        return (ignored + working * milliseconds) / 1000;
    }

    private Range quantity(Meter meter, Range calls, double batch, int environments) {
        double gigabytes = work.memory() / Amounts.GIB;
        return switch (meter.quantity()) {
            case CALLS -> calls;
            case GB_SECONDS -> calls.times(billedSeconds(batch) * gigabytes);
            case READY_GB_SECONDS -> Range.exactly(environments * gigabytes * Amounts.SECONDS_AN_HOUR);
            default -> throw Metered.unknown(offer, meter);
        };
    }

    static int lanesAShard(double wanted, int shards) {
        return (int) Math.max(1, Math.min(MOST_LANES, Amounts.up(wanted / shards)));
    }

    /** {@return the exceeded limit, if the shards have too few lanes} */
    static List<Exceeded> tooFewLanes(double lanes, int shards) {
        long wanted = (long) Amounts.up(lanes);
        long given = (long) MOST_LANES * shards;
        return wanted <= given
                ? List.of()
                : List.of(new Exceeded(
                        Gate.LOAD,
                        wanted + " lanes are needed, " + shards + " shards have " + given,
                        "lambda.esm.kinesis.parallel.max",
                        "provisioned shards, or less work per event"));
    }

    /** {@return the quota that direct calls need: one environment takes at most ten a second, however short they are} */
    static double quotaOfDirectCalls(double rate, double seconds) {
        return Amounts.up(Math.max(rate * seconds, rate / REQUESTS_AN_ENVIRONMENT));
    }

    static double secondsToStart(double environments) {
        return Amounts.up(Math.max(0, environments) / STARTED) * 10;
    }

    private List<Exceeded> exceeded(int shards, int wanted, int environments) {
        List<Exceeded> exceeded = new ArrayList<>();
        HotKey.tooMuchWork(need, secondsAnEvent()).ifPresent(exceeded::add);
        if (work.memory() > MOST_MEMORY) {
            exceeded.add(new Exceeded(
                    Gate.LOAD,
                    "more than 10,240 MB of memory",
                    "lambda.memory.max",
                    "a smaller function, or containers"));
        }
        exceeded.addAll(tooFewLanes(wanted, shards));
        Exceeded.quota(environments, CONCURRENCY, "concurrent environments", "lambda.concurrency.account")
                .ifPresent(exceeded::add);
        return exceeded;
    }
}
