package io.triskel.load.evaluate.write;

import io.triskel.load.evaluate.criteria.Computation;
import io.triskel.load.evaluate.criteria.Language;
import io.triskel.load.evaluate.criteria.Source;
import io.triskel.load.evaluate.score.Basis;
import io.triskel.load.evaluate.score.Change;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.evaluate.score.FigureText;
import io.triskel.load.evaluate.score.Leader;
import io.triskel.load.evaluate.score.Scored;
import io.triskel.load.evaluate.score.Sensitivity;
import io.triskel.load.evaluate.score.Stability;
import io.triskel.load.report.words.Targets;
import io.triskel.load.size.plan.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What an evaluation says, in one language: the same sentences and tables for text, Markdown and the page. */
final class Words {
    private static final String ABSENT = "–";

    private final Evaluation evaluation;
    private final Language language;
    private final Sensitivity sensitivity;
    private final Stability stability;

    Words(Evaluation evaluation, Language language) {
        this.evaluation = evaluation;
        this.language = language;
        this.sensitivity = new Sensitivity(evaluation);
        this.stability = Stability.of(evaluation);
    }

    Language language() {
        return language;
    }

    Evaluation evaluation() {
        return evaluation;
    }

    Targets targets() {
        return new Targets(evaluation.clouds());
    }

    String text(Text text, Object... with) {
        return text.in(language, with);
    }

    /** {@return the verdict in one sentence} */
    String headline() {
        String profile = evaluation.profile().name();
        return evaluation
                .verdict()
                .leader()
                .map(cloud -> text(Text.LEADS, name(cloud), profile, score(evaluation.total(cloud))))
                .orElseGet(() -> text(Text.NO_LEADER, profile));
    }

    /** {@return why the verdict is so: what is known, and what is not} */
    List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        Leader verdict = evaluation.verdict();
        verdict.against().forEach(reason -> reasons.add(against(reason)));
        if (verdict.leader().isPresent()) {
            reasons.add(text(Text.LEADS_WHY));
        }
        list(Text.MEASURED_LIST, row -> row.basis() == Basis.MEASURED).ifPresent(reasons::add);
        list(Text.KNOWN, row -> row.basis() == Basis.COMPUTED || row.basis() == Basis.LIMITS)
                .ifPresent(reasons::add);
        cost().ifPresent(reasons::add);
        list(Text.JUDGED_LIST, row -> row.basis() == Basis.JUDGED).ifPresent(reasons::add);
        if (!evaluation.missing().isEmpty()) {
            reasons.add(text(Text.UNKNOWN, names(evaluation.missing()), percent(1 - evaluation.share())));
        }
        return reasons;
    }

    private String against(Leader.Reason reason) {
        return switch (reason) {
            case NOTHING_MEASURED -> text(Text.NOTHING_MEASURED);
            case TOO_LITTLE_SCORED ->
                text(Text.TOO_LITTLE_SCORED, percent(evaluation.share()), percent(evaluation.least()));
            case EVIDENCE_OVERLAPS -> text(Text.EVIDENCE_OVERLAPS);
            case MISSING_COULD_CHANGE -> text(Text.MISSING_COULD_CHANGE);
        };
    }

    private Optional<String> cost() {
        return evaluation.scored().stream()
                .filter(row -> row.basis() == Basis.COMPUTED
                        && row.criterion().computed().equals(Optional.of(Computation.COST)))
                .findFirst()
                .map(row -> text(
                        Text.COST,
                        evaluation.clouds().ids().stream()
                                .map(cloud -> name(cloud) + " " + why(row, cloud))
                                .collect(Collectors.joining(language == Language.FR ? " ; " : "; "))));
    }

    private Optional<String> list(Text text, Predicate<Scored> wanted) {
        List<Scored> rows = evaluation.rows().stream()
                .filter(row -> row.weight() > 0)
                .filter(wanted)
                .toList();
        return rows.isEmpty() ? Optional.empty() : Optional.of(text(text, names(rows)));
    }

    private String names(List<Scored> rows) {
        return rows.stream()
                .map(row -> row.criterion().name().in(language).toLowerCase(language.locale()))
                .collect(Collectors.joining(", "));
    }

    /** {@return whose evaluation it is} */
    String profile() {
        return text(
                Text.PROFILE,
                evaluation.profile().name(),
                evaluation.region(),
                evaluation.profile().why().in(language));
    }

    List<String> notes() {
        return evaluation.notes().stream().map(note -> note.in(language)).toList();
    }

    String totalsLede() {
        return text(Text.TOTALS_LEDE, percent(evaluation.share())) + " " + text(Text.STABILITY_LEDE);
    }

    EvaluationTable totals() {
        Function<Range, String> bounds = range -> evaluation.hasTotals() ? spread(range) : ABSENT;
        return new EvaluationTable(
                headed(""),
                List.of(
                        row(
                                text(Text.TOTAL),
                                cloud -> evaluation.hasTotals() ? score(evaluation.total(cloud)) : ABSENT),
                        row(text(Text.BOUNDS), cloud -> bounds.apply(evaluation.total(cloud))),
                        row(text(Text.REACH), this::reach),
                        row(text(Text.FIRST), cloud -> first(stability.byWeights(cloud))),
                        row(text(Text.FIRST_ANY), cloud -> first(stability.byAll(cloud)))),
                1);
    }

    /** {@return where a total could lie} */
    String reach(String cloud) {
        return spread(evaluation.reach(cloud));
    }

    /** {@return how often a cloud stands first, whatever weights and scores are} */
    String firstOfAny(String cloud) {
        return first(stability.byAll(cloud));
    }

    private String first(OptionalDouble share) {
        return share.isPresent() ? percent(Math.round(100 * share.getAsDouble()) / 100.0) : ABSENT;
    }

    EvaluationTable scores() {
        return new EvaluationTable(
                headed(text(Text.CRITERION), text(Text.WEIGHT), text(Text.BASIS)),
                evaluation.rows().stream()
                        .map(row -> row(
                                row.criterion().name().in(language),
                                weight(row.weight()),
                                basis(row.basis()),
                                cloud -> row.isScored() ? score(row.score(cloud)) : ABSENT))
                        .toList(),
                3);
    }

    List<Why> whys() {
        return evaluation.rows().stream().map(this::why).toList();
    }

    private Why why(Scored row) {
        List<Why.Line> lines = row.isScored()
                ? evaluation.clouds().ids().stream()
                        .map(cloud -> line(row, cloud))
                        .toList()
                : List.of();
        return new Why(
                row.criterion().name().in(language) + ", " + basis(row.basis()),
                row.criterion().question().in(language),
                row.note().in(language),
                lines);
    }

    private Why.Line line(Scored row, String cloud) {
        Optional<Source> source = Sources.of(row, cloud);
        return new Why.Line(
                cloud,
                score(row.score(cloud)),
                why(row, cloud),
                source.map(this::source).orElse(""),
                source.flatMap(Source::url));
    }

    private String why(Scored row, String cloud) {
        return Optional.ofNullable(row.why().get(cloud))
                .map(why -> why.in(language))
                .orElse("");
    }

    private String source(Source source) {
        return source.title() + ", " + text(Text.CHECKED_ON, source.asOf()) + ", "
                + switch (source.confidence()) {
                    case OFFICIAL -> text(Text.OFFICIAL);
                    case SECONDARY -> text(Text.SECONDARY);
                    case UNVERIFIED -> text(Text.UNVERIFIED);
                }
                + source.fact().map(id -> ", " + text(Text.FACT, id)).orElse("");
    }

    EvaluationTable sensitivity() {
        return new EvaluationTable(
                List.of(text(Text.CRITERION), text(Text.WEIGHT), text(Text.ORDER_CHANGES), text(Text.FIRST_CHANGES)),
                evaluation.scored().stream()
                        .map(row -> List.of(
                                row.criterion().name().in(language),
                                weight(row.weight()),
                                change(sensitivity.order(row)),
                                change(sensitivity.first(row))))
                        .toList(),
                4);
    }

    private String change(Optional<Change> change) {
        return change.map(one -> text(
                        one.isUp() ? Text.ABOVE : Text.BELOW,
                        FigureText.fixed(one.threshold(), 2, language),
                        name(one.ahead()),
                        name(one.behind())))
                .orElseGet(() -> text(Text.NEVER));
    }

    String name(String cloud) {
        return targets().name(cloud);
    }

    String basis(Basis basis) {
        return text(Text.valueOf(basis.name()));
    }

    private String score(Range score) {
        return FigureText.fixed(score.likely(), 1, language);
    }

    private String spread(Range range) {
        String low = FigureText.fixed(range.low(), 1, language);
        String high = FigureText.fixed(range.high(), 1, language);
        return low.equals(high) ? low : low + (language == Language.FR ? " à " : " to ") + high;
    }

    private String weight(double weight) {
        return FigureText.number(weight, language);
    }

    String percent(double share) {
        return FigureText.percent(share, language);
    }

    private List<String> headed(String... first) {
        List<String> head = new ArrayList<>(List.of(first));
        evaluation.clouds().ids().forEach(cloud -> head.add(name(cloud)));
        return head;
    }

    private List<String> row(String first, Function<String, String> figure) {
        List<String> row = new ArrayList<>(List.of(first));
        evaluation.clouds().ids().forEach(cloud -> row.add(figure.apply(cloud)));
        return row;
    }

    private List<String> row(String name, String weight, String basis, Function<String, String> figure) {
        List<String> row = new ArrayList<>(List.of(name, weight, basis));
        evaluation.clouds().ids().forEach(cloud -> row.add(figure.apply(cloud)));
        return row;
    }
}
