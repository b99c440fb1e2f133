package io.triskel.load.evaluate.score;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.evaluate.criteria.ScoredMeasure;
import io.triskel.load.report.merge.Bracket;
import io.triskel.load.report.merge.Estimate;
import io.triskel.load.report.merge.Figure;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Evidence;
import io.triskel.load.size.plan.Range;
import io.triskel.load.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Scores from measurements of a load test. A target scores only if the profile's workload was measured on the cloud itself in a valid and
 * whole run. A figure needs an interval, and so at least two repeats; a count does not.
 */
final class Measured {
    private static final List<String> FAULTS = List.of("lost", "reordered", "corrupt");

    /** The name that messages use if a profile has no workload. */
    private static final String NONE = "-";

    private final Clouds clouds;
    private final Map<String, TargetRun> targets;
    private final List<Phrase> refused;

    private Measured(Clouds clouds, Map<String, TargetRun> targets, List<Phrase> refused) {
        this.clouds = clouds;
        this.targets = Map.copyOf(targets);
        this.refused = List.copyOf(refused);
    }

    /** {@return the targets of a run that may score, and why the others may not} */
    static Measured of(Clouds clouds, Optional<LoadRun> run, Optional<Workload> workload) {
        Map<String, TargetRun> targets = new TreeMap<>();
        List<Phrase> refused = new ArrayList<>();
        run.ifPresent(one -> {
            List<TargetRun> rankable = one.rankable();
            one.failures()
                    .forEach(failure -> refused.add(new Phrase(
                            failure.target() + " failed and has no results.",
                            failure.target() + " a échoué et n’a pas de résultats.")));
            for (TargetRun target : one.targets()) {
                Optional<Phrase> reason = refusal(clouds, one, target, rankable, workload);
                reason.ifPresentOrElse(refused::add, () -> targets.put(target.id(), target));
            }
        });
        return new Measured(clouds, targets, refused);
    }

    private static Optional<Phrase> refusal(
            Clouds clouds, LoadRun run, TargetRun target, List<TargetRun> rankable, Optional<Workload> workload) {
        String id = target.id();
        if (!clouds.ids().contains(id) || target.evidence() != Evidence.CLOUD) {
            String word = target.evidence().word();
            return Optional.of(new Phrase(
                    "Results of " + id + " do not score: their evidence is " + word + ", not cloud.",
                    "Les résultats de " + id + " ne comptent pas\u00a0: leur niveau de preuve est «\u00a0"
                            + Words.in(Language.FRENCH, clouds).say(word) + "\u00a0» et non «\u00a0cloud\u00a0»."));
        }
        if (!rankable.contains(target)) {
            return Optional.of(new Phrase(
                    "Results of " + id + " do not score: the run is invalid or incomplete.",
                    "Les résultats de " + id + " ne comptent pas\u00a0: l’exécution est non valide ou incomplète."));
        }
        if (!run.workloadName().equals(workload.map(Workload::name).orElse(NONE))) {
            return Optional.of(new Phrase(
                    "Results of " + id + " do not score: they come from workload " + run.workloadName()
                            + ", but the profile needs "
                            + workload.map(Workload::name).orElse(NONE) + ".",
                    "Les résultats de " + id + " ne comptent pas\u00a0: ils viennent de la charge " + run.workloadName()
                            + ", mais le profil demande "
                            + workload.map(Workload::name).orElse(NONE) + "."));
        }
        if (!run.isOf(workload.orElseThrow().toJson())) {
            return Optional.of(new Phrase(
                    "Results of " + id + " do not score: their workload is also named " + run.workloadName()
                            + ", but differs from the profile’s.",
                    "Les résultats de " + id + " ne comptent pas\u00a0: leur charge se nomme aussi "
                            + run.workloadName() + ", mais diffère de celle du profil."));
        }
        return Optional.empty();
    }

    /** {@return why results do not score, for people} */
    List<Phrase> refused() {
        return refused;
    }

    /** {@return scores, if every cloud has the figure} */
    Optional<Answer> answer(ScoredMeasure measure) {
        return switch (measure) {
            case CAPACITY ->
                figures(target -> target.capacity().map(Measured::range))
                        .map(found -> answer(Formula.most(found), found, "events/s", "événements/s"));
            case P99 ->
                figures(target -> interval(target, "p99"))
                        .map(found -> answer(Formula.least(found), found, "ms", "ms"));
            case DRAIN ->
                figures(target -> interval(target, "backlogDrain"))
                        .map(found -> answer(Formula.least(found), found, "s", "s"));
            case FAULTS -> figures(Measured::faults).map(this::faultless);
        };
    }

    private Optional<Map<String, Range>> figures(Function<TargetRun, Optional<Range>> figure) {
        Map<String, Range> found = new TreeMap<>();
        targets.forEach((cloud, target) -> figure.apply(target).ifPresent(range -> found.put(cloud, range)));
        return found.size() == clouds.ids().size() ? Optional.of(found) : Optional.empty();
    }

    private static Range range(Bracket bracket) {
        return new Range(bracket.passed(), bracket.passed(), bracket.failed().orElse(Double.POSITIVE_INFINITY));
    }

    private static Optional<Range> interval(TargetRun target, String figure) {
        return estimate(target, figure)
                .flatMap(found -> found.interval()
                        .map(interval ->
                                new Range(Math.min(interval.low(), found.value()), found.value(), interval.high())));
    }

    private static Optional<Estimate> estimate(TargetRun target, String id) {
        return Figure.all().stream()
                .filter(figure -> figure.id().equals(id))
                .findFirst()
                .flatMap(target::estimate);
    }

    private static Optional<Range> faults(TargetRun target) {
        return FAULTS.stream()
                .map(id -> estimate(target, id).map(one -> Range.exactly(one.value())))
                .reduce((left, right) -> left.flatMap(one -> right.map(one::plus)))
                .orElseThrow();
    }

    private Answer faultless(Map<String, Range> found) {
        Map<String, Range> scores = clouds.each(cloud ->
                Range.exactly(found.getOrDefault(cloud, Range.ZERO).high() == 0 ? Formula.BEST : 0));
        return answer(
                scores,
                found,
                "lost, out of order or corrupted a repeat",
                "perdus, en désordre ou altérés par répétition");
    }

    private Answer answer(Map<String, Range> scores, Map<String, Range> found, String unit, String unite) {
        Map<String, Phrase> why = clouds.each(cloud ->
                Phrase.of(language -> FigureText.range(found.getOrDefault(cloud, Range.ZERO), language) + " "
                        + new Phrase(unit, unite).in(language)));
        return new Answer(Basis.MEASURED, scores, why, Optional.empty());
    }
}
