package io.triskel.load.report.section;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.report.limit.Limits;
import io.triskel.load.report.merge.FigureChange;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.published.PublishedResults;
import io.triskel.load.report.result.EvaluationFile;
import io.triskel.load.report.result.Results;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Evidence;
import io.triskel.load.size.Sizing;
import io.triskel.load.workload.Workload;
import io.triskel.load.yaml.InputException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The data of a report.
 *
 * @param baseline an earlier run to compare with
 * @param sizing what the run's workload costs by list prices; empty if the files do not have the whole workload
 * @param evaluation of the clouds
 * @param emulatorLatency whether the reader asked for latencies of emulators next to other clouds' figures
 * @param words the words of the report's language
 */
public record Material(
        LoadRun run,
        Optional<LoadRun> baseline,
        Limits limits,
        PublishedResults published,
        Optional<Sizing> sizing,
        Optional<EvaluationFile> evaluation,
        boolean emulatorLatency,
        Words words) {
    /** {@return the data for these results, with the limits, published results and prices that Triskel ships} */
    public static Material of(Results results, Optional<LoadRun> baseline, Words words) {
        Clouds clouds = words.targets().clouds();
        LoadRun run = LoadRun.of(results, clouds);
        return new Material(
                run,
                baseline,
                Limits.documented(),
                PublishedResults.known(),
                sizing(run, clouds),
                results.evaluation(),
                false,
                words);
    }

    /** {@return the same data for a reader who asked, or did not ask, for latencies of emulators next to other clouds' figures} */
    public Material withEmulatorLatency(boolean asked) {
        return new Material(run, baseline, limits, published, sizing, evaluation, asked, words);
    }

    /** {@return which latencies the reader sees} */
    public EmulatorLatency latencies() {
        return new EmulatorLatency(run, emulatorLatency, words);
    }

    private static Optional<Sizing> sizing(LoadRun run, Clouds clouds) {
        try {
            return run.workload().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Sizing.of(Workload.fromJson(run.workload()), Optional.empty(), clouds));
        } catch (InputException | IllegalArgumentException notWhole) {
            // Measurements without a cost are worth a report, too.
            return Optional.empty();
        }
    }

    /** {@return the same data in other words, compared with another run} */
    public Material beside(Optional<LoadRun> other, Words said) {
        return new Material(run, other, limits, published, sizing, evaluation, emulatorLatency, said);
    }

    /** {@return each figure compared with the baseline's; empty without a baseline} */
    public List<FigureChange> comparisons() {
        return baseline.map(earlier -> FigureChange.of(earlier, run)).orElse(List.of());
    }

    /** {@return whether headings may state findings: all targets but memory were measured on clouds, in a valid and whole run} */
    boolean mayClaim() {
        return run.rankable().size() > 1 && run.rankable().size() == clouds().size() && run.isWhole();
    }

    /** {@return all targets except memory, which is only a floor} */
    private List<TargetRun> clouds() {
        return run.targets().stream()
                .filter(one -> one.evidence() != Evidence.MEMORY)
                .toList();
    }

    List<TargetRun> having(Predicate<TargetRun> property) {
        return run.targets().stream().filter(property).toList();
    }

    /** {@return classes of evidence of these targets, the weakest first} */
    static List<Evidence> evidence(List<TargetRun> targets) {
        return targets.stream().map(TargetRun::evidence).distinct().sorted().toList();
    }

    List<String> names(List<TargetRun> targets) {
        return targets.stream().map(one -> words.target(one.id())).toList();
    }
}
