package io.triskel.load.run;

import io.triskel.load.capacity.CapacitySearch;
import io.triskel.load.measure.EventCounts;
import io.triskel.load.measure.Ledgers;
import io.triskel.load.measure.Measured;
import io.triskel.load.measure.Measurement;
import io.triskel.load.measure.Second;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.RunVerdict.Objective;
import io.triskel.load.traffic.KeyChoice;
import io.triskel.load.traffic.OwnArrivals;
import io.triskel.load.traffic.Timeline;
import io.triskel.load.workload.Objectives;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Workload;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** The probes of a capacity search on a real path: each is a part of the run, sent and drained. */
final class Probing implements CapacitySearch.Prober {
    /** The default objectives: without them, nothing would limit a target that cannot keep up. */
    private static final double LAG_SLOPE = 0.05;

    private static final double ERRORS = 0.01;

    private final Workload workload;
    private final Objectives objectives;
    private final Part part;
    private final Ledgers ledgers;
    private final KeyChoice keys;
    private final BiConsumer<Measured, Second> told;
    private long seed;
    private Optional<DrainedPart> last = Optional.empty();
    private Optional<DrainedPart> lastPassed = Optional.empty();
    private long lostBefore;
    private long reorderedBefore;
    /** How many seconds the last part was sent, until it broke. */
    private volatile int secondsSent;

    Probing(
            Workload workload,
            Part part,
            Ledgers ledgers,
            KeyChoice keys,
            long seed,
            BiConsumer<Measured, Second> told) {
        this.workload = workload;
        this.objectives = withDefaults(workload.objectives());
        this.part = part;
        this.ledgers = ledgers;
        this.keys = keys;
        this.seed = seed;
        this.told = told;
    }

    private static Objectives withDefaults(Objectives stated) {
        return new Objectives(
                stated.p99(),
                stated.errors().isPresent() ? stated.errors() : OptionalDouble.of(ERRORS),
                stated.throttled(),
                stated.lagSlope().isPresent() ? stated.lagSlope() : OptionalDouble.of(LAG_SLOPE),
                stated.lost(),
                stated.reordered());
    }

    /** The last probe that passed, which is the last confirmation; if none passed, the last probe. */
    DrainedPart best() {
        return lastPassed.or(() -> last).orElseThrow();
    }

    @Override
    public CapacitySearch.Probe ramp(double from, double to) {
        Phase.Capacity asked =
                (Phase.Capacity) workload.phases().get(workload.phases().size() - 1);
        Timeline timeline = new Timeline(List.of(new Phase.Ramp(from, to, asked.length())));
        Optional<String> reason = measure(timeline);
        double rate =
                reason.isEmpty() ? to : timeline.rateAt(Math.min(timeline.end() - 1, secondsSent * 1_000_000_000L));
        return new CapacitySearch.Probe(rate, reason.isEmpty(), reason.orElse(""));
    }

    @Override
    public CapacitySearch.Probe probe(double rate) {
        Phase.Capacity asked =
                (Phase.Capacity) workload.phases().get(workload.phases().size() - 1);
        Optional<String> reason = measure(new Timeline(List.of(new Phase.Steady(rate, asked.probe()))));
        return new CapacitySearch.Probe(rate, reason.isEmpty(), reason.orElse(""));
    }

    /** Sends and judges; {@return why it did not pass}. A part that has broken is not sent to its end. */
    private Optional<String> measure(Timeline timeline) {
        Measurement measurement = part.begin(timeline);
        secondsSent = 0;
        AtomicBoolean broken = new AtomicBoolean();
        OwnArrivals arrivals = new OwnArrivals(LoadRun.of(workload.arrivals(), timeline, seed++), keys);
        DrainedPart measured = part.run(measurement, arrivals, second -> {
            told.accept(measurement, second);
            if (!broken.get()) {
                // The seconds of the drain are not sent any more.
                secondsSent = measurement.seconds().size();
                broken.set(hasBroken(measurement.seconds()));
            }
            return !broken.get();
        });
        last = Optional.of(measured);
        Optional<String> reason = reason(measured, broken.get());
        if (reason.isEmpty()) {
            lastPassed = last;
        }
        return reason;
    }

    private Optional<String> reason(DrainedPart measured, boolean broken) {
        Measured measurement = measured.measurement();
        Correctness correctness = ledgers.correctness(measured.drained().toMillis());
        Optional<String> reason =
                Judgement.of(objectives, measurement, correctness.since(lostBefore, reorderedBefore)).stream()
                        .filter(objective -> !objective.met())
                        .map(Objective::name)
                        .findFirst();
        lostBefore = correctness.lost();
        reorderedBefore = correctness.reordered();
        return reason.or(() -> broken || measurement.unsent() > 0 ? Optional.of("rate") : Optional.empty());
    }

    /** Whether three seconds in a row delivered less than was offered, or were slower than the objective for p99. */
    private boolean hasBroken(List<Second> seconds) {
        int n = seconds.size();
        return n > 3
                && IntStream.range(n - 3, n)
                        .allMatch(i -> isBad(
                                seconds.get(i), seconds.get(i - 1).counts().offered()));
    }

    /** @param offered in the second before, since a steep ramp offers more meanwhile, although the target keeps up */
    private boolean isBad(Second second, long offered) {
        boolean behind = offered > 20 && second.counts().delivered() < 0.9 * offered;
        boolean slow = objectives
                .p99()
                .map(limit -> second.p99() > limit.toNanos() / 1_000)
                .orElse(false);
        EventCounts counts = second.counts();
        boolean refused = counts.offered() > 0
                && objectives.throttled().isPresent()
                && counts.throttled() > objectives.throttled().getAsDouble() * counts.offered();
        return behind || slow || refused;
    }
}
