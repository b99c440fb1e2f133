package io.triskel.load.run;

import io.triskel.load.capacity.BacklogGrowth;
import io.triskel.load.capacity.CapacitySearch;
import io.triskel.load.capacity.CapacitySearch.Found;
import io.triskel.load.capacity.Probe;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The probes of a capacity search on a real path: each is a part of the run, sent and drained. */
final class Probing implements CapacitySearch.Prober {
    /** After the workload's own drain: a bus that needs longer to recover ends the search. */
    private static final Duration LONGEST_RECOVERY = Duration.ofMinutes(2);

    private static final Duration SILENCE = Duration.ofSeconds(10);

    /**
     * A probe that nothing is reported of first sends a second's worth more than its rate: a bus that counts by the second lets so much pass
     * after a rest, which would hide for a minute that the rate is too high by a sixtieth.
     */
    private static final double ALLOWANCE = 1;

    private static final Duration PRIMING = Duration.ofSeconds(2);
    private static final int RAMP_PIECES = 20;
    private static final int BEHIND = 3;

    private final Workload workload;
    private final Phase.Capacity asked;
    private final Objectives objectives;
    private final Part part;
    private final Ledgers ledgers;
    private final KeyChoice keys;
    private final double share;
    private final BiConsumer<Measured, Second> told;
    private final long begun;
    private final NavigableMap<Double, DrainedPart> parts = new TreeMap<>();
    private long seed;
    private Optional<DrainedPart> ofRamp = Optional.empty();
    private long lostBefore;
    private long reorderedBefore;

    /** @param share of each rate that this worker sends */
    Probing(
            Workload workload,
            Part part,
            Ledgers ledgers,
            KeyChoice keys,
            double share,
            long seed,
            BiConsumer<Measured, Second> told) {
        this.workload = workload;
        this.asked = (Phase.Capacity) workload.phases().get(workload.phases().size() - 1);
        this.objectives = withoutBacklog(workload.objectives());
        this.part = part;
        this.ledgers = ledgers;
        this.keys = keys;
        this.share = share;
        this.seed = seed;
        this.told = told;
        this.begun = part.now();
    }

    /** The test of the backlog has its own, stricter rule. */
    private static Objectives withoutBacklog(Objectives stated) {
        return new Objectives(
                stated.p99(),
                stated.errors(),
                stated.throttled(),
                OptionalDouble.empty(),
                stated.lost(),
                stated.reordered());
    }

    Found search() {
        return new CapacitySearch(asked, !objectives.equals(Objectives.none()), this).search();
    }

    /** {@return the probe at the best rate, or the one at the lowest rate if none passed} */
    DrainedPart best(Found found) {
        Optional<DrainedPart> lowest = parts.values().stream().findFirst();
        return found.best().map(parts::get).or(() -> lowest).or(() -> ofRamp).orElseThrow();
    }

    @Override
    public double secondsLeft() {
        return part.isCut() ? 0 : (asked.longest().toNanos() - part.now() + begun) / 1e9;
    }

    @Override
    public void learned(CapacitySearch.Tried tried) {
        part.tried(tried.part(share));
    }

    @Override
    public CapacitySearch.Ramp ramp(double from, double to) {
        double step = Math.pow(to / from, 1.0 / RAMP_PIECES);
        List<Phase> pieces = new ArrayList<>();
        for (int i = 0; i < RAMP_PIECES; i++) {
            pieces.add(new Phase.Ramp(
                    from * Math.pow(step, i),
                    Math.min(to, from * Math.pow(step, i + 1)),
                    asked.length().dividedBy(RAMP_PIECES)));
        }
        Timeline timeline = new Timeline(pieces);
        Sent sent = send(timeline, seconds -> !isBehind(seconds));
        ofRamp = Optional.of(sent.part);
        double reached = sent.broke ? timeline.rateAt(sent.seconds.size() * 1_000_000_000L - 1) : to;
        double delivered = sent.seconds.stream()
                .skip(Math.max(0, sent.seconds.size() - BEHIND))
                .mapToLong(second -> second.counts().delivered())
                .average()
                .orElse(0);
        return new CapacitySearch.Ramp(reached, sent.broke ? delivered / share : to, sent.drained);
    }

    /** Whether three seconds in a row delivered less than was offered in the second before each, as a ramp offers more meanwhile. */
    private static boolean isBehind(List<Second> seconds) {
        int n = seconds.size();
        return n > BEHIND
                && IntStream.range(n - BEHIND, n).allMatch(i -> {
                    long offered = seconds.get(i - 1).counts().offered();
                    return offered > 20 && seconds.get(i).counts().delivered() < 0.9 * offered;
                });
    }

    @Override
    public Probe probe(double rate, BacklogGrowth growth, boolean whole) {
        Timeline timeline = new Timeline(
                whole
                        ? List.of(new Phase.Steady(rate, asked.probe()))
                        : List.of(
                                new Phase.WarmUp(rate * (1 + ALLOWANCE / PRIMING.toSeconds()), PRIMING),
                                new Phase.Steady(rate, asked.probe().minus(PRIMING))));
        BacklogSeconds backlog = new BacklogSeconds(rate, timeline, share, growth);
        Sent sent = send(timeline, seconds -> {
            backlog.add(seconds.get(seconds.size() - 1));
            return !growth.grows() && (whole || !growth.lasts());
        });
        parts.put(rate, sent.part);
        // Others began with more than their rate, which objectives do not speak of.
        List<String> missed = missed(sent.part);
        return new Probe(
                rate,
                growth,
                sent.seconds.size(),
                whole ? missed : List.of(),
                sent.part.limitedByGenerator(),
                sent.drained);
    }

    /**
     * What was sent and drained.
     *
     * @param seconds in which events were due
     * @param broke whether it was ended early
     */
    private record Sent(DrainedPart part, List<Second> seconds, boolean broke, boolean drained) {}

    /** @param goesOn asked after each second in which events were due */
    private Sent send(Timeline timeline, Predicate<List<Second>> goesOn) {
        Measurement measurement = part.begin(timeline);
        AtomicBoolean broke = new AtomicBoolean();
        List<Second> seconds = new ArrayList<>();
        OwnArrivals arrivals = new OwnArrivals(LoadRun.of(workload.arrivals(), timeline, seed++), keys);
        DrainedPart sent = part.run(measurement, arrivals, second -> {
            told.accept(measurement, second);
            if (!broke.get() && measurement.seconds().size() * 1e9 <= timeline.end()) {
                seconds.add(second);
                broke.set(!goesOn.test(seconds));
            }
            return !broke.get();
        });
        boolean drained = part.recover(LONGEST_RECOVERY, SILENCE);
        return new Sent(sent, List.copyOf(seconds), broke.get(), drained);
    }

    /** {@return the names of the objectives that were missed} */
    private List<String> missed(DrainedPart measured) {
        Correctness correctness = ledgers.correctness(measured.drained().toMillis());
        List<String> missed =
                Judgement.of(objectives, measured.measurement(), correctness.since(lostBefore, reorderedBefore))
                        .stream()
                        .filter(objective -> !objective.met())
                        .map(Objective::name)
                        .toList();
        lostBefore = correctness.lost();
        reorderedBefore = correctness.reordered();
        return missed;
    }
}
