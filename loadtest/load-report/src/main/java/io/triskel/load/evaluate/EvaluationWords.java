package io.triskel.load.evaluate;

import io.triskel.load.evaluate.criteria.Judgement;
import io.triskel.load.evaluate.score.Basis;
import io.triskel.load.evaluate.score.Change;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.evaluate.score.FigureText;
import io.triskel.load.evaluate.score.Figures;
import io.triskel.load.evaluate.score.Leader;
import io.triskel.load.evaluate.score.Scored;
import io.triskel.load.evaluate.score.Sensitivity;
import io.triskel.load.evaluate.score.Spans;
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
    private final GateWords gates;

    EvaluationWords(Evaluation evaluation, Words words) {
        this.evaluation = evaluation;
        this.words = words;
        this.clouds = evaluation.candidates();
        this.gates = new GateWords(evaluation, words);
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
                gates.gates(),
                gates.offers(),
                evaluation.hasTotals() ? each(cloud -> GateWords.score(evaluation.total(cloud))) : Map.of(),
                each(cloud -> GateWords.score(evaluation.reach(cloud))),
                Optional.of(new EvaluationFile.Weightings(
                                Stability.DRAWS, shares(stability.byEvidence()), shares(stability.byAll())))
                        .filter(one -> !one.anyScores().isEmpty()),
                evaluation.rows().stream()
                        .map(row -> criterion(row, sensitivity))
                        .toList(),
                new ChoiceWords(evaluation, gates, words).all(),
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
        Optional<String> leader = evaluation.verdict().leader();
        if (leader.isPresent()) {
            Range total = evaluation.total(leader.get());
            return words.say(
                    "{0} leads for {1}, with {2} of 10.",
                    words.targets().name(leader.get()), profile, words.spread(total.low(), total.high()));
        }
        if (evaluation.profile().workload().isEmpty()) {
            return words.say("No cloud leads.");
        }
        return switch (clouds.size()) {
            case 0 -> words.say("No cloud passes every gate of {0}.", profile);
            case 1 ->
                words.say("Only {0} passes every gate of {1}.", words.targets().name(clouds.get(0)), profile);
            default -> words.say("No cloud leads for {0}.", profile);
        };
    }

    private List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        evaluation
                .out()
                .forEach(entry -> facts.add(
                        doubt(words.say("{0} is out", words.targets().name(entry.cloud())), gates.out(entry))));
        Leader verdict = evaluation.verdict();
        if (verdict.leader().isPresent()) {
            facts.add(
                    new Fact(
                            Kind.GOOD,
                            words.say("Clear lead"),
                            words.say(
                                    "Neither missing evidence nor the bounds of known evidence could put another cloud first.")));
        }
        verdict.against().forEach(reason -> facts.add(against(reason)));
        return facts;
    }

    private Fact against(Leader.Reason reason) {
        return switch (reason) {
            case NO_OFFER_QUALIFIES ->
                doubt(words.say("Nothing to compare"), words.say("Every cloud fails a gate, so none has a score."));
            case NOTHING_MEASURED ->
                doubt(
                        words.say("No measurements"),
                        words.say(
                                "Nothing was measured on the clouds: all scores come from list prices or judgement."));
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
        evidence.addAll(cost());
        names(row -> row.basis() == Basis.MEASURED)
                .ifPresent(names -> evidence.add(words.say("Measured: {0}.", names)));
        names(row -> row.basis() == Basis.JUDGED)
                .ifPresent(names -> evidence.add(words.say(
                        "Judged, give or take {0} points, or {1} where two sources agree: {2}.",
                        words.weight(Judgement.WIDTH), words.weight(Judgement.AGREED_WIDTH), names)));
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

    /** {@return the costs with their spans, what these do to the ranking, and how far the prices may be trusted} */
    private List<String> cost() {
        Spans spans = new Spans(evaluation);
        if (spans.cost().isEmpty()) {
            return List.of();
        }
        Scored row = spans.cost().get();
        List<String> cost = new ArrayList<>();
        cost.add(words.say(
                "Cost: {0}.",
                clouds.stream()
                        .map(cloud -> words.targets().name(cloud) + " " + why(row, cloud))
                        .collect(Collectors.joining(language.semicolon()))));
        if (clouds.size() > 1) {
            cost.add(cheapest(spans.cheapest()) + " " + first(spans.firstByCost()));
        }
        gates.doubt().ifPresent(cost::add);
        return cost;
    }

    private String cheapest(List<String> cheapest) {
        return cheapest.size() == 1
                ? words.say("{0} is the cheapest anywhere within these spans.", named(cheapest))
                : words.say("Within these spans, each of {0} can be the cheapest.", named(cheapest));
    }

    private String first(List<String> first) {
        return first.size() == 1
                ? words.say("The spans of the costs do not change the first place.")
                : words.say("The spans of the costs alone decide which of {0} is first.", named(first));
    }

    private String named(List<String> ids) {
        return words.list(ids.stream().map(words.targets()::name).toList());
    }

    private EvaluationFile.Criterion criterion(Scored row, Sensitivity sensitivity) {
        Map<String, EvaluationFile.SourceText> sources = new LinkedHashMap<>();
        Map<String, EvaluationFile.SourceText> agreeing = new LinkedHashMap<>();
        if (row.basis() == Basis.JUDGED) {
            clouds.forEach(cloud -> row.criterion()
                    .judgement(cloud, Optional.ofNullable(evaluation.offers().get(cloud)))
                    .ifPresent(judged -> {
                        sources.put(cloud, GateWords.text(judged.source()));
                        judged.agreeing().ifPresent(second -> agreeing.put(cloud, GateWords.text(second)));
                    }));
        }
        return new EvaluationFile.Criterion(
                row.criterion().id(),
                row.criterion().name().in(language),
                row.criterion().question().in(language),
                row.weight(),
                OptionalDouble.of(sensitivity.swing(row)),
                row.basis().word(),
                row.note().map(note -> note.in(language)).orElse(""),
                row.isScored() ? each(cloud -> GateWords.score(row.score(cloud))) : Map.of(),
                row.figures()
                        .map(figures -> each(cloud -> GateWords.score(figures.of(cloud))))
                        .orElse(Map.of()),
                row.figures().map(Figures::lessIsBetter).orElse(false),
                row.isScored() ? each(cloud -> why(row, cloud)) : Map.of(),
                sources,
                agreeing,
                sensitivity.order(row).map(EvaluationWords::change),
                sensitivity.first(row).map(EvaluationWords::change));
    }

    private String why(Scored row, String cloud) {
        return Optional.ofNullable(row.why().get(cloud))
                .map(why -> why.in(language))
                .orElse("");
    }

    private static EvaluationFile.Change change(Change change) {
        return new EvaluationFile.Change(
                change.threshold(), change.isUp() ? "above" : "below", change.ahead(), change.behind());
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
