package io.triskel.load.report.merge;

import io.triskel.load.report.result.LatencyTimes;
import io.triskel.load.report.result.StageTimes;
import io.triskel.load.report.result.WorkerRun;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.ErrorCount;
import io.triskel.load.result.Evidence;
import io.triskel.load.result.RunVerdict.Check;
import io.triskel.load.result.RunVerdict.Objective;
import io.triskel.load.result.Spend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All repeats on one target. */
public final class TargetRun {
    private final String id;
    private final List<RepeatRun> repeats;
    private final WorkerRun first;

    TargetRun(String id, List<RepeatRun> repeats) {
        this.id = id;
        this.repeats = List.copyOf(repeats);
        this.first = repeats.get(0).workers().get(0);
    }

    public String id() {
        return id;
    }

    public List<RepeatRun> repeats() {
        return repeats;
    }

    /** {@return the first result, for what all results have in common: stack, evidence and environment} */
    public WorkerRun first() {
        return first;
    }

    /** {@return the units of capacity of a repeat, added up over workers that each have their own bus} */
    public Map<String, Double> units() {
        Map<String, Double> units = new TreeMap<>();
        repeats.get(0)
                .workers()
                .forEach(worker -> worker.run()
                        .units()
                        .forEach((unit, count) -> units.merge(
                                unit, (double) count, repeats.get(0).shared().isPresent() ? Math::max : Double::sum)));
        return units;
    }

    public Evidence evidence() {
        return first.run().evidence();
    }

    public Stream<WorkerRun> results() {
        return repeats.stream().flatMap(repeat -> repeat.workers().stream());
    }

    /** {@return the repeat whose samples are drawn: the middle one} */
    public RepeatRun shown() {
        return repeats.get(repeats.size() / 2);
    }

    public boolean isValid() {
        return results().allMatch(one -> one.run().verdict().valid());
    }

    /** {@return the missing parts of this run; empty if it is whole} */
    public List<Gap> gaps() {
        List<Gap> gaps = new ArrayList<>();
        if (spend().filter(Spend::stoppedAtBudget).isPresent()) {
            gaps.add(new Gap(Gap.Kind.BUDGET, 0, 0, 0));
        } else if (results().anyMatch(one -> one.run().partial())) {
            gaps.add(new Gap(Gap.Kind.REST, 0, 0, 0));
        }
        if (repeats.size() < first.run().repeats()) {
            gaps.add(new Gap(Gap.Kind.REPEATS, repeats.size(), first.run().repeats(), 0));
        }
        for (RepeatRun repeat : repeats) {
            if (repeat.workers().size() < first.run().workers()) {
                gaps.add(new Gap(
                        Gap.Kind.WORKERS, repeat.workers().size(), first.run().workers(), repeat.index()));
            }
        }
        return gaps;
    }

    /** {@return whether its figures may be compared: a run that is valid and whole} */
    public boolean isQuotable() {
        return isValid() && gaps().isEmpty();
    }

    /** {@return the estimate of a figure over repeats, absent if no repeat has it} */
    public Optional<Estimate> estimate(Figure figure) {
        List<Double> values = new ArrayList<>();
        repeats.forEach(repeat -> figure.value(repeat).ifPresent(values::add));
        return values.isEmpty() ? Optional.empty() : Optional.of(Estimate.of(values));
    }

    /** {@return latency of all repeats together} */
    public Optional<LatencyTimes> latency() {
        return repeats.stream().flatMap(one -> one.latency().stream()).reduce(RepeatRun::added);
    }

    public List<StageTimes> stages() {
        Map<String, StageTimes> byName = new LinkedHashMap<>();
        repeats.forEach(
                repeat -> repeat.stages().forEach(stage -> byName.merge(stage.name(), stage, RepeatRun::added)));
        return List.copyOf(byName.values());
    }

    /** {@return the largest clock error of any process, in microseconds} */
    public double clockErrorUs() {
        return repeats.stream().mapToDouble(RepeatRun::clockErrorUs).max().orElse(0);
    }

    /** {@return figures of all workers and repeats: the sum of counts, the largest of times and sizes} */
    public Map<String, Double> figures(Function<WorkerRun, Map<String, Double>> of) {
        Map<String, Double> all = new TreeMap<>();
        results()
                .flatMap(one -> of.apply(one).entrySet().stream())
                .forEach(one -> all.merge(
                        one.getKey(),
                        one.getValue(),
                        one.getKey().endsWith("Us") || one.getKey().startsWith("largest") ? Math::max : Double::sum));
        return all;
    }

    public Optional<Correctness> correctness() {
        return repeats.stream().flatMap(one -> one.correctness().stream()).reduce(Correctness::plus);
    }

    public List<ErrorCount> errors() {
        Map<String, ErrorCount> byCode = new TreeMap<>();
        repeats.forEach(repeat -> repeat.errors().forEach(error -> RepeatRun.add(byCode, error)));
        return RepeatRun.sorted(byCode);
    }

    /** {@return the different problems of the consuming side, and of judging workers together} */
    public List<String> problems() {
        return Stream.concat(
                        repeats.stream().flatMap(one -> one.shared().stream()).flatMap(one -> one.words().stream()),
                        results().flatMap(one -> one.run().problems().stream()))
                .distinct()
                .toList();
    }

    public Optional<Bracket> capacity() {
        return Bracket.of(
                repeats.stream().flatMap(one -> one.capacity().stream()).toList());
    }

    /** {@return the cost of all workers and repeats by list prices, if they had a budget} */
    public Optional<Spend> spend() {
        return repeats.stream().flatMap(one -> one.spend().stream()).reduce(Spend::plus);
    }

    /** {@return the worst outcome of each check in any process} */
    public List<Check> checks() {
        Map<String, Check> worst = new LinkedHashMap<>();
        results()
                .flatMap(one -> one.run().verdict().checks().stream())
                .forEach(check -> worst.merge(check.name(), check, TargetRun::worse));
        return List.copyOf(worst.values());
    }

    private static Check worse(Check one, Check other) {
        if (one.ok() != other.ok()) {
            return one.ok() ? other : one;
        }
        return Math.abs(one.value()) >= Math.abs(other.value()) ? one : other;
    }

    /** {@return each objective with its worst outcome: a miss before any that was met, then the largest value} */
    public List<Objective> objectives() {
        Map<String, Objective> worst = new LinkedHashMap<>();
        repeats.stream()
                .flatMap(one -> one.objectives().stream())
                .forEach(objective -> worst.merge(objective.name(), objective, TargetRun::worse));
        return List.copyOf(worst.values());
    }

    static Objective worse(Objective one, Objective other) {
        if (one.met() != other.met()) {
            return one.met() ? other : one;
        }
        return one.value() >= other.value() ? one : other;
    }

    public List<Objective> missed() {
        return objectives().stream().filter(Predicate.not(Objective::met)).toList();
    }
}
