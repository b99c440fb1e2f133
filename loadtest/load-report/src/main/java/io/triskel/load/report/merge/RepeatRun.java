package io.triskel.load.report.merge;

import io.triskel.load.ledger.SharedObjectives;
import io.triskel.load.ledger.SharedRun;
import io.triskel.load.ledger.WorkerLedger;
import io.triskel.load.report.result.LatencyTimes;
import io.triskel.load.report.result.StageTimes;
import io.triskel.load.report.result.WorkerRun;
import io.triskel.load.result.Backlog;
import io.triskel.load.result.Capacity;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.ErrorCount;
import io.triskel.load.result.PhaseCounts;
import io.triskel.load.result.RunVerdict.Objective;
import io.triskel.load.result.Series;
import io.triskel.load.result.SeriesColumn;
import io.triskel.load.result.Spend;
import io.triskel.load.result.Stage;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** One repeat on one target: the merged results of its workers. Histograms are added bucket by bucket, so no precision is lost. */
public final class RepeatRun {
    private final List<WorkerRun> workers;
    private final Optional<Series> series;
    private final Optional<SharedRun> shared;

    RepeatRun(List<WorkerRun> workers) {
        this.workers = List.copyOf(workers);
        List<WorkerLedger> ledgers = workers.stream()
                .map(each -> WorkerLedger.beside(each.file()))
                .filter(Files::isRegularFile)
                .map(WorkerLedger::read)
                .toList();
        this.shared = ledgers.isEmpty() ? Optional.empty() : Optional.of(SharedRun.of(ledgers));
        this.series = SeriesSum.of(workers);
    }

    public List<WorkerRun> workers() {
        return workers;
    }

    public int index() {
        return workers.get(0).run().repeat();
    }

    /** {@return the phases of the first worker; all workers run the same phases} */
    public List<PhaseCounts> phases() {
        return workers.get(0).run().phases();
    }

    /** {@return the sum of the workers' samples, and the highest of their percentiles} */
    public Optional<Series> series() {
        return series;
    }

    /** {@return the latency; absent if no event arrived} */
    public Optional<LatencyTimes> latency() {
        return workers.stream().flatMap(one -> one.latency().stream()).reduce(RepeatRun::added);
    }

    static LatencyTimes added(LatencyTimes one, LatencyTimes other) {
        return new LatencyTimes(added(one.corrected(), other.corrected()), added(one.actual(), other.actual()));
    }

    private static Histogram added(Histogram one, Histogram other) {
        Histogram sum = one.copy();
        sum.setAutoResize(true);
        sum.add(other);
        return sum;
    }

    /** {@return what the workers tell together, if they loaded one bus} */
    public Optional<SharedRun> shared() {
        return shared;
    }

    /** {@return how far clocks may differ: of a worker and its functions, or of two workers on one bus, in microseconds} */
    double clockErrorUs() {
        double own = workers.stream()
                .mapToDouble(each -> each.run().clockErrorUs())
                .max()
                .orElse(0);
        return Math.max(own, between());
    }

    /** How far the clocks of two workers may differ; 0 if nothing bounds it, which the problems say. */
    private double between() {
        return shared.map(each -> each.clockErrorUs().orElse(0)).orElse(0.0);
    }

    /** {@return the stages of all workers, in the order of the first} */
    public List<StageTimes> stages() {
        Map<String, StageTimes> byName = new LinkedHashMap<>();
        for (WorkerRun worker : workers) {
            for (StageTimes stage : worker.stages()) {
                byName.merge(stage.name(), widened(stage), RepeatRun::added);
            }
        }
        return List.copyOf(byName.values());
    }

    /** A stage that begins at a sender and ends elsewhere may be between the clocks of two workers. */
    private StageTimes widened(StageTimes stage) {
        return Stage.isOfOneClock(stage.name())
                ? stage
                : new StageTimes(stage.name(), stage.times(), stage.negative(), stage.clockErrorUs() + between());
    }

    static StageTimes added(StageTimes one, StageTimes other) {
        return new StageTimes(
                one.name(),
                added(one.times(), other.times()),
                one.negative() + other.negative(),
                Math.max(one.clockErrorUs(), other.clockErrorUs()));
    }

    public Optional<Correctness> correctness() {
        return shared.map(SharedRun::correctness)
                .or(() -> workers.stream()
                        .flatMap(one -> one.run().correctness().stream())
                        .reduce(Correctness::plus));
    }

    /** {@return the cost of the workers by list prices, if they had a budget} */
    public Optional<Spend> spend() {
        return workers.stream().flatMap(one -> one.run().spend().stream()).reduce(Spend::plus);
    }

    public Optional<Backlog> backlog() {
        return workers.stream().flatMap(one -> one.run().backlog().stream()).reduce(Backlog::plus);
    }

    /** {@return the sum of the workers' capacity, with the reason of the first worker} */
    public Optional<Capacity> capacity() {
        return workers.stream().flatMap(one -> one.run().capacity().stream()).reduce(RepeatRun::together);
    }

    private static Capacity together(Capacity one, Capacity other) {
        return new Capacity(
                one.unit(),
                passed(one.passed(), other.passed()),
                failed(one.failed(), other.failed()),
                one.reason(),
                one.underObjectives().flatMap(here -> other.underObjectives().map(there -> together(here, there))),
                List.of());
    }

    private static Capacity.UnderObjectives together(Capacity.UnderObjectives one, Capacity.UnderObjectives other) {
        return new Capacity.UnderObjectives(
                passed(one.passed(), other.passed()), failed(one.failed(), other.failed()), one.reason());
    }

    private static OptionalDouble passed(OptionalDouble one, OptionalDouble other) {
        return OptionalDouble.of(one.orElse(0) + other.orElse(0));
    }

    private static OptionalDouble failed(OptionalDouble one, OptionalDouble other) {
        return one.isPresent() && other.isPresent()
                ? OptionalDouble.of(one.getAsDouble() + other.getAsDouble())
                : OptionalDouble.empty();
    }

    /**
     * {@return each objective over all workers: the sum of a count, which has no unit, and the worst worker's value of all others}
     */
    List<Objective> objectives() {
        Map<String, Objective> together = new LinkedHashMap<>();
        workers.stream()
                .flatMap(one -> one.run().verdict().objectives().stream())
                .forEach(each ->
                        together.merge(each.name(), each, each.unit().isEmpty() ? RepeatRun::added : TargetRun::worse));
        shared.ifPresent(run -> SharedObjectives.of(
                        run, workers.stream().map(WorkerRun::run).toList())
                .forEach(each -> together.put(each.name(), each)));
        return List.copyOf(together.values());
    }

    private static Objective added(Objective one, Objective other) {
        double sum = one.value() + other.value();
        return new Objective(one.name(), sum, one.unit(), one.limit(), one.met() && other.met() && sum <= one.limit());
    }

    /** {@return counts by class and code, the most frequent first} */
    public List<ErrorCount> errors() {
        Map<String, ErrorCount> byCode = new TreeMap<>();
        workers.forEach(worker -> worker.run().errors().forEach(error -> add(byCode, error)));
        return sorted(byCode);
    }

    static void add(Map<String, ErrorCount> byCode, ErrorCount error) {
        byCode.merge(
                error.cause() + "\n" + error.code(),
                error,
                (one, other) -> new ErrorCount(one.cause(), one.code(), one.count() + other.count()));
    }

    static List<ErrorCount> sorted(Map<String, ErrorCount> byCode) {
        List<ErrorCount> errors = new ArrayList<>(byCode.values());
        errors.sort((one, other) -> Long.compare(other.count(), one.count()));
        return errors;
    }

    /** {@return a count as a share of the offered load, both after the warm-up; absent if no load was offered} */
    OptionalDouble share(SeriesColumn count) {
        double offered = countingSum(SeriesColumn.OFFERED);
        return offered > 0 && series.flatMap(all -> all.get(count)).isPresent()
                ? OptionalDouble.of(countingSum(count) / offered)
                : OptionalDouble.empty();
    }

    /** {@return how many events a second were delivered on average after the warm-up, until the last phase ended} */
    OptionalDouble deliveredRate() {
        long end = phases().stream().mapToLong(PhaseCounts::toMs).max().orElse(0);
        long counting = phases().stream()
                .filter(phase -> !phase.isWarmUp())
                .mapToLong(phase -> phase.toMs() - phase.fromMs())
                .sum();
        return counting > 0
                        && series.flatMap(all -> all.get(SeriesColumn.DELIVERED))
                                .isPresent()
                ? OptionalDouble.of(countingSum(SeriesColumn.DELIVERED, end) * 1e3 / counting)
                : OptionalDouble.empty();
    }

    private double countingSum(SeriesColumn name) {
        return countingSum(name, Long.MAX_VALUE);
    }

    private double countingSum(SeriesColumn name, long untilMs) {
        double sum = 0;
        double[] samples = series.flatMap(all -> all.get(name)).orElse(new double[0]);
        int step = series.map(Series::stepMs).orElse(1000);
        List<PhaseCounts> warmUps =
                phases().stream().filter(PhaseCounts::isWarmUp).toList();
        for (int i = 0; i < samples.length; i++) {
            long ms = (long) i * step;
            if (ms < untilMs && counts(warmUps, ms) && !Double.isNaN(samples[i])) {
                sum += samples[i];
            }
        }
        return sum;
    }

    private static boolean counts(List<PhaseCounts> warmUps, long ms) {
        for (PhaseCounts phase : warmUps) {
            if (phase.fromMs() <= ms && ms < phase.toMs()) {
                return false;
            }
        }
        return true;
    }

    OptionalDouble highest(SeriesColumn name) {
        double highest = Double.NaN;
        for (double sample : series.flatMap(all -> all.get(name)).orElse(new double[0])) {
            highest = Double.isNaN(highest) || sample > highest ? sample : highest;
        }
        return Double.isNaN(highest) ? OptionalDouble.empty() : OptionalDouble.of(highest);
    }
}
