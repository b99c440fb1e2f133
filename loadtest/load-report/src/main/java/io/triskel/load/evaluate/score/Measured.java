package io.triskel.load.evaluate.score;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.evaluate.criteria.Profile;
import io.triskel.load.evaluate.criteria.ScoredMeasure;
import io.triskel.load.report.merge.Bracket;
import io.triskel.load.report.merge.Estimate;
import io.triskel.load.report.merge.Figure;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.MeasuredCost;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Evidence;
import io.triskel.load.size.EventsPerDollar;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.plan.Range;
import io.triskel.load.workload.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Scores from measurements of load tests. A target scores a measure only if the workload that the profile names for it was measured on the
 * cloud itself in a valid and whole run. A figure needs an interval, and so at least two repeats; a count does not.
 */
final class Measured {
    private static final List<String> FAULTS = List.of("lost", "reordered", "corrupt");

    /** The name that messages use if a profile has no workload. */
    private static final String NONE = "-";

    private final Map<ScoredMeasure, Map<String, TargetRun>> targets;
    private final List<Phrase> refused;
    private final Optional<Sizing> ofCapacity;

    private Measured(
            Map<ScoredMeasure, Map<String, TargetRun>> targets, List<Phrase> refused, Optional<Sizing> ofCapacity) {
        this.targets = Map.copyOf(targets);
        this.refused = List.copyOf(refused);
        this.ofCapacity = ofCapacity;
    }

    /**
     * {@return the targets of runs that may score, and why the others may not}
     *
     * @param runs one of each workload
     * @param region us or eu, where a measured capacity is priced; a dash without a workload
     */
    static Measured of(Clouds clouds, List<LoadRun> runs, Profile profile, String region) {
        Map<ScoredMeasure, Map<String, TargetRun>> targets = new EnumMap<>(ScoredMeasure.class);
        List<Phrase> refused = new ArrayList<>();
        for (LoadRun run : runs) {
            run.failures()
                    .forEach(failure -> refused.add(new Phrase(
                            failure.target() + " failed and has no results.",
                            failure.target() + " a échoué et n’a pas de résultats.")));
            List<ScoredMeasure> fills = Arrays.stream(ScoredMeasure.values())
                    .filter(measure -> profile.workload(measure)
                            .filter(workload -> run.isOf(workload.toJson()))
                            .isPresent())
                    .toList();
            List<TargetRun> rankable = run.rankable();
            for (TargetRun target : run.targets()) {
                Optional<Phrase> reason = unmeasured(clouds, target, rankable)
                        .or(() -> fills.isEmpty() ? Optional.of(stranger(run, target, profile)) : Optional.empty());
                reason.ifPresentOrElse(
                        refused::add,
                        () -> fills.forEach(measure -> targets.computeIfAbsent(measure, any -> new TreeMap<>())
                                .put(target.id(), target)));
            }
        }
        Optional<Sizing> ofCapacity = Optional.of(ScoredMeasure.CAPACITY)
                .filter(targets::containsKey)
                .flatMap(profile::workload)
                .map(workload -> Sizing.of(workload, Optional.of(region), clouds));
        return new Measured(targets, refused, ofCapacity);
    }

    private static boolean isNamed(LoadRun run, Workload workload) {
        return run.workloadName().equals(workload.name());
    }

    private static Optional<Phrase> unmeasured(Clouds clouds, TargetRun target, List<TargetRun> rankable) {
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
        return Optional.empty();
    }

    private static Phrase stranger(LoadRun run, TargetRun target, Profile profile) {
        List<Workload> wanted = Arrays.stream(ScoredMeasure.values())
                .flatMap(measure -> profile.workload(measure).stream())
                .distinct()
                .toList();
        String id = target.id();
        String name = run.workloadName();
        if (wanted.stream().anyMatch(workload -> isNamed(run, workload))) {
            return new Phrase(
                    "Results of " + id + " do not score: their workload is also named " + name
                            + ", but differs from the profile’s.",
                    "Les résultats de " + id + " ne comptent pas\u00a0: leur charge se nomme aussi " + name
                            + ", mais diffère de celle du profil.");
        }
        String names =
                wanted.isEmpty() ? NONE : wanted.stream().map(Workload::name).collect(Collectors.joining(", "));
        return new Phrase(
                "Results of " + id + " do not score: they come from workload " + name + ", but the profile needs "
                        + names + ".",
                "Les résultats de " + id + " ne comptent pas\u00a0: ils viennent de la charge " + name
                        + ", mais le profil demande " + names + ".");
    }

    /** {@return why results do not score, for people} */
    List<Phrase> refused() {
        return refused;
    }

    /**
     * {@return scores, if each of these clouds has the figure}
     *
     * @param usdAMonth cost of the priced offers; a capacity is compared per dollar of them if what was deployed has no price
     */
    Optional<Answer> answer(ScoredMeasure measure, List<String> among, Map<String, Range> usdAMonth) {
        return switch (measure) {
            case CAPACITY ->
                figures(measure, among, this::eventsPerDollar)
                        .map(Measured::perDollar)
                        .or(() -> figures(
                                        measure,
                                        among,
                                        target -> target.capacity()
                                                .map(Bracket::useful)
                                                .map(Measured::range))
                                .filter(found -> usdAMonth.keySet().containsAll(among))
                                .map(found -> capacity(found, usdAMonth)));
            case P99 ->
                figures(measure, among, target -> interval(target, "p99"))
                        .map(found -> answer(new Figures(found, true), found, "ms", "ms"));
            case DRAIN ->
                figures(measure, among, target -> interval(target, "backlogDrain"))
                        .map(found -> answer(new Figures(found, true), found, "s", "s"));
            case FAULTS -> figures(measure, among, Measured::faults).map(Measured::faultless);
        };
    }

    private Optional<Map<String, Range>> figures(
            ScoredMeasure measure, List<String> among, Function<TargetRun, Optional<Range>> figure) {
        Map<String, TargetRun> measured = targets.getOrDefault(measure, Map.of());
        Map<String, Range> found = new TreeMap<>();
        among.forEach(cloud ->
                Optional.ofNullable(measured.get(cloud)).flatMap(figure).ifPresent(range -> found.put(cloud, range)));
        return !found.isEmpty() && found.size() == among.size() ? Optional.of(found) : Optional.empty();
    }

    private Optional<Range> eventsPerDollar(TargetRun target) {
        return target.capacity()
                .flatMap(any -> ofCapacity)
                .flatMap(plans -> MeasuredCost.of(target, plans, target.id()))
                .map(EventsPerDollar::events);
    }

    private static Answer perDollar(Map<String, Range> found) {
        return Answer.of(
                Basis.MEASURED,
                new Figures(found, false),
                why(found, "events per USD", "événements par USD"),
                Optional.of(new Phrase(
                        "The measured capacity of an hour is divided by what the deployed offer costs at that rate, at list"
                                + " prices.",
                        "La capacité mesurée d’une heure est divisée par le coût de l’offre déployée à ce débit, aux prix"
                                + " publics.")));
    }

    /** Events per second for each dollar that a month of the priced offer costs. */
    private static Answer capacity(Map<String, Range> found, Map<String, Range> usdAMonth) {
        Map<String, Range> perDollar = new TreeMap<>();
        found.forEach((cloud, range) -> {
            Range usd = usdAMonth.getOrDefault(cloud, Range.ZERO);
            perDollar.put(
                    cloud,
                    new Range(range.low() / usd.high(), range.likely() / usd.likely(), range.high() / usd.low()));
        });
        Figures figures = new Figures(perDollar, false);
        return Answer.of(
                Basis.MEASURED,
                figures,
                why(found, "events/s", "événements/s"),
                Optional.of(new Phrase(
                        "The capacity is divided by the monthly cost of the priced offer.",
                        "La capacité est divisée par le coût mensuel de l’offre chiffrée.")));
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

    private static Answer faultless(Map<String, Range> found) {
        Map<String, Range> scores = new TreeMap<>();
        found.forEach((cloud, count) -> scores.put(cloud, Range.exactly(count.high() == 0 ? Formula.BEST : 0)));
        return new Answer(
                Basis.MEASURED,
                scores,
                why(found, "lost, out of order or corrupted a repeat", "perdus, en désordre ou altérés par répétition"),
                Optional.empty(),
                Optional.empty());
    }

    private static Answer answer(Figures figures, Map<String, Range> found, String unit, String unite) {
        return Answer.of(Basis.MEASURED, figures, why(found, unit, unite), Optional.empty());
    }

    private static Map<String, Phrase> why(Map<String, Range> found, String unit, String unite) {
        Map<String, Phrase> why = new TreeMap<>();
        found.forEach((cloud, range) -> why.put(
                cloud,
                Phrase.of(language -> FigureText.range(range, language) + " " + new Phrase(unit, unite).in(language))));
        return why;
    }
}
