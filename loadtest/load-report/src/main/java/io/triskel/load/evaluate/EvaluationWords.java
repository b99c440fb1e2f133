package io.triskel.load.evaluate;

import io.triskel.load.evaluate.criteria.Computation;
import io.triskel.load.evaluate.criteria.Documented;
import io.triskel.load.evaluate.criteria.Judgement;
import io.triskel.load.evaluate.criteria.Source;
import io.triskel.load.evaluate.score.Basis;
import io.triskel.load.evaluate.score.Change;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.evaluate.score.FigureText;
import io.triskel.load.evaluate.score.Leader;
import io.triskel.load.evaluate.score.Scored;
import io.triskel.load.evaluate.score.Sensitivity;
import io.triskel.load.evaluate.score.Stability;
import io.triskel.load.report.result.EvaluationFile;
import io.triskel.load.report.section.Opening;
import io.triskel.load.report.section.Opening.Fact;
import io.triskel.load.report.section.Opening.Kind;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import io.triskel.load.size.plan.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Writes an evaluation in one language: the record behind its file and its pages, and the opening of its page. */
final class EvaluationWords {
    private final Evaluation evaluation;
    private final Words words;
    private final Language language;
    private final List<String> clouds;

    EvaluationWords(Evaluation evaluation, Words words) {
        this.evaluation = evaluation;
        this.words = words;
        this.clouds = evaluation.clouds().ids();
        this.language = words.language();
    }

    EvaluationFile file() {
        Leader leader = evaluation.verdict();
        List<String> reasons = new ArrayList<>();
        facts().forEach(fact -> reasons.add(fact.body()));
        reasons.addAll(evidence());
        Stability stability = Stability.of(evaluation);
        Sensitivity sensitivity = new Sensitivity(evaluation);
        return new EvaluationFile(
                EvaluationFile.SCHEMA,
                language.code(),
                evaluation.profile().name(),
                evaluation.region(),
                new EvaluationFile.Verdict(
                        leader.leader(),
                        leader.against().stream().map(EvaluationWords::word).toList(),
                        headline(),
                        reasons),
                evaluation.share(),
                OptionalDouble.of(evaluation.least()),
                evaluation.hasTotals() ? each(cloud -> score(evaluation.total(cloud))) : Map.of(),
                each(cloud -> score(evaluation.reach(cloud))),
                Optional.of(new EvaluationFile.Weightings(
                                Stability.DRAWS, shares(stability.byWeights()), shares(stability.byAll())))
                        .filter(one -> !one.anyScores().isEmpty()),
                evaluation.rows().stream()
                        .map(row -> criterion(row, sensitivity))
                        .toList(),
                evaluation.notes().stream().map(note -> note.in(language)).toList());
    }

    Opening opening() {
        List<String> why = new ArrayList<>(evidence());
        why.add(evaluation.profile().why().in(language));
        Map<String, String> line = new LinkedHashMap<>();
        line.put(words.say("Profile"), evaluation.profile().name());
        line.put(words.say("Region"), evaluation.region());
        line.put(words.say("Scored share of the weight"), words.percent(evaluation.share()));
        return new Opening(facts(), headline(), why, line);
    }

    private String headline() {
        String profile = evaluation.profile().name();
        return evaluation
                .verdict()
                .leader()
                .map(cloud -> words.say(
                        "{0} leads for {1}, with {2} of 10.",
                        words.targets().name(cloud),
                        profile,
                        words.score(evaluation.total(cloud).likely())))
                .orElseGet(() -> evaluation.profile().workload().isEmpty()
                        ? words.say("No cloud leads.")
                        : words.say("No cloud leads for {0}.", profile));
    }

    private List<Fact> facts() {
        Leader verdict = evaluation.verdict();
        return verdict.leader().isPresent()
                ? List.of(
                        new Fact(
                                Kind.GOOD,
                                words.say("Clear lead"),
                                words.say(
                                        "Neither missing evidence nor the bounds of known evidence could put another cloud first.")))
                : verdict.against().stream().map(this::against).toList();
    }

    private Fact against(Leader.Reason reason) {
        return switch (reason) {
            case NOTHING_MEASURED ->
                doubt(
                        words.say("No measurements"),
                        words.say(
                                "Nothing was measured on the clouds: all scores come from documented limits, list prices"
                                        + " or judgement."));
            case TOO_LITTLE_SCORED ->
                doubt(
                        words.say("Too little scored"),
                        words.say(
                                "{0} of the weight is scored; below {1} no cloud is named.",
                                percent(evaluation.share()), percent(evaluation.least())));
            case EVIDENCE_OVERLAPS ->
                doubt(
                        words.say("Overlapping bounds"),
                        words.say("Within the bounds of the evidence, more than one cloud could be first."));
            case MISSING_COULD_CHANGE ->
                doubt(words.say("Missing evidence"), words.say("The missing criteria could put another cloud first."));
        };
    }

    private static Fact doubt(String head, String body) {
        return new Fact(Kind.DOUBT, head, body);
    }

    /** {@return one sentence for each kind of evidence, and one for the evidence that is missing} */
    private List<String> evidence() {
        List<String> evidence = new ArrayList<>();
        names(row -> row.basis() == Basis.MEASURED)
                .ifPresent(names -> evidence.add(words.say("Measured: {0}.", names)));
        names(row -> row.basis() == Basis.COMPUTED || row.basis() == Basis.LIMITS)
                .ifPresent(names -> evidence.add(words.say("Computed from limits and prices: {0}.", names)));
        cost().ifPresent(cost -> {
            evidence.add(cost);
            if (cost.contains(FigureText.UNVERIFIED)) {
                evidence.add(words.say("* Includes a price or a rate that is unverified or of another region."));
            }
        });
        names(row -> row.basis() == Basis.JUDGED)
                .ifPresent(names -> evidence.add(words.say("Judged, with sources: {0}.", names)));
        names(row -> !row.isScored())
                .ifPresent(names -> evidence.add(
                        words.say("Unknown: {0} ({1} of the weight).", names, percent(1 - evaluation.share()))));
        return evidence;
    }

    private Optional<String> names(Predicate<Scored> wanted) {
        List<String> names = evaluation.rows().stream()
                .filter(row -> row.weight() > 0)
                .filter(wanted)
                .map(row -> row.criterion().name().in(language).toLowerCase(language.locale()))
                .toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", names));
    }

    private Optional<String> cost() {
        return evaluation.scored().stream()
                .filter(row -> row.basis() == Basis.COMPUTED
                        && row.criterion().computed().equals(Optional.of(Computation.COST)))
                .findFirst()
                .map(row -> words.say(
                        "Cost: {0}.",
                        clouds.stream()
                                .map(cloud -> words.targets().name(cloud) + " " + why(row, cloud))
                                .collect(Collectors.joining(language.semicolon()))));
    }

    private EvaluationFile.Criterion criterion(Scored row, Sensitivity sensitivity) {
        Map<String, EvaluationFile.SourceText> sources = new LinkedHashMap<>();
        clouds.forEach(cloud -> source(row, cloud).ifPresent(source -> sources.put(cloud, text(source))));
        return new EvaluationFile.Criterion(
                row.criterion().id(),
                row.criterion().name().in(language),
                row.criterion().question().in(language),
                row.weight(),
                row.basis().word(),
                row.note().map(note -> note.in(language)).orElse(""),
                row.isScored() ? each(cloud -> score(row.score(cloud))) : Map.of(),
                row.isScored() ? each(cloud -> why(row, cloud)) : Map.of(),
                sources,
                sensitivity.order(row).map(EvaluationWords::change),
                sensitivity.first(row).map(EvaluationWords::change));
    }

    private String why(Scored row, String cloud) {
        return Optional.ofNullable(row.why().get(cloud))
                .map(why -> why.in(language))
                .orElse("");
    }

    private static Optional<Source> source(Scored row, String cloud) {
        return switch (row.basis()) {
            case LIMITS ->
                Optional.ofNullable(row.criterion().limits().get(cloud)).map(Documented::source);
            case JUDGED ->
                Optional.ofNullable(row.criterion().judged().get(cloud)).map(Judgement::source);
            case MEASURED, COMPUTED, MISSING -> Optional.empty();
        };
    }

    private static EvaluationFile.SourceText text(Source source) {
        return new EvaluationFile.SourceText(
                source.fact(),
                source.title(),
                source.url(),
                source.asOf(),
                source.confidence().word());
    }

    private static EvaluationFile.Change change(Change change) {
        return new EvaluationFile.Change(
                change.threshold(), change.isUp() ? "above" : "below", change.ahead(), change.behind());
    }

    private static EvaluationFile.Score score(Range range) {
        return new EvaluationFile.Score(range.low(), range.likely(), range.high());
    }

    private Map<String, Double> shares(Map<String, Double> shares) {
        return shares.isEmpty() ? shares : each(cloud -> shares.getOrDefault(cloud, 0.0));
    }

    private <T> Map<String, T> each(Function<String, T> value) {
        Map<String, T> all = new LinkedHashMap<>();
        clouds.forEach(cloud -> all.put(cloud, value.apply(cloud)));
        return all;
    }

    private String percent(double share) {
        return FigureText.percent(share, language);
    }

    private static String word(Leader.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
