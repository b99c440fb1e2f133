package io.triskel.load.report.section;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.chart.IntervalStrip;
import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.html.RankBars;
import io.triskel.load.report.html.ScrollRegion;
import io.triskel.load.report.html.WeightPresets;
import io.triskel.load.report.html.WeightSlider;
import io.triskel.load.report.html.Weighted;
import io.triskel.load.report.result.Evaluation;
import io.triskel.load.report.result.Evaluation.Change;
import io.triskel.load.report.result.Evaluation.Criterion;
import io.triskel.load.report.result.Evaluation.Score;
import io.triskel.load.report.section.Block.Behind;
import io.triskel.load.report.section.Block.Drawing;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Evidence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What {@code ./triskel evaluate} said of the clouds, with weights that a reader may move. Its verdict is its own: nothing here names a
 * leader that it does not name.
 */
final class EvaluationSection {
    private static final double BEST = 10;

    private final Evaluation evaluation;
    private final Words words;
    private final Cells cells;

    private EvaluationSection(Evaluation evaluation, Words words) {
        this.evaluation = evaluation;
        this.words = words;
        this.cells = new Cells(words);
    }

    static Optional<Section> of(Material material) {
        return material.evaluation().map(one -> new EvaluationSection(one, material.words()).section());
    }

    private Section section() {
        List<Block> blocks = new ArrayList<>(List.of(
                new Drawing(presets()),
                new Drawing(el("div", "card")
                        .add(bars(), live(), ScrollRegion.of(words.say("Totals, of 10"), totals()), toMove())
                        .add(ScrollRegion.of(words.say("Weights and scores"), scores()))),
                new Behind(totalsTable()),
                new Behind(table())));
        blocks.add(new Note(words.say(
                "Each bar ends where the total would if all that is missing scored 0; hatched is what it could gain. First: in how many of"
                        + " 2,000 invented weightings, each weight between half and one and a half times what it is, a cloud is ahead of"
                        + " both others; with the likely scores, and with scores anywhere within their bounds and what is missing"
                        + " anywhere from 0 to 10. It is a measure of doubt, and names nobody.")));
        blocks.add(new Note(String.join(" ", evaluation.reasons())));
        if (!evaluation.language().equals(words.language().code())) {
            blocks.add(new Note(words.say(
                    "The evaluation was written in another language ({0}); ./triskel evaluate has --language, too.",
                    evaluation.language())));
        }
        return new Section(
                "evaluation",
                words.say("Evaluation"),
                evaluation.verdict(),
                words.say(
                        "By ./triskel evaluate for the profile {0}, region {1}. A total is the weighted mean of what is scored: {2} of"
                                + " the weight. Memory, stand-ins and simulations score nothing, and what is missing is no score.",
                        evaluation.profile(), evaluation.region(), words.percent(evaluation.scoredShare())),
                evaluation.isMeasured() ? List.of(Evidence.CLOUD) : List.of(),
                true,
                blocks);
    }

    private Element totals() {
        return el("table", "big")
                .at("id", "totals")
                .at("data-language", words.language().code())
                .at("data-scored", words.say("Scored share of the weight"))
                .at("data-least", String.valueOf(evaluation.scoredAtLeast()))
                .at("data-percent", "{0} %")
                .at("data-first", words.say("first in {0}", "{0}"))
                .at("data-mark", words.say("leads"))
                .at("data-leads", words.say("With these weights {0} leads.", "{0}"))
                .at("data-none", words.say("With these weights no cloud leads."))
                .at("data-above", words.say("{0} is first above {1}", "{1}", "{0}"))
                .at("data-below", words.say("{0} is first below {1}", "{1}", "{0}"))
                .at("data-never", words.say("at no weight"))
                .add(
                        el("thead").add(clouds(el("tr").add(el("td")))),
                        el("tbody")
                                .add(
                                        total("total", words.say("Total of what is scored"), this::likely),
                                        total("bounds", words.say("Within the bounds of evidence"), this::bounds),
                                        total("reach", words.say("If what is missing scored 0 to 10"), this::reach),
                                        total("first", words.say("First if weights vary"), this::firstByWeights),
                                        total(
                                                "first-any",
                                                words.say("First if scores and what is missing vary, too"),
                                                this::firstByAll)));
    }

    private Element bars() {
        RankBars bars = RankBars.of(weighted(), words.targets());
        evaluation
                .clouds()
                .forEach(cloud -> bars.bar(
                        cloud,
                        words.target(cloud),
                        evaluation.leader().filter(cloud::equals).map(leads -> words.say("leads")),
                        reach(cloud),
                        words.say("first in {0}", firstByAll(cloud))));
        return bars.draw();
    }

    private Element presets() {
        return WeightPresets.of(
                weighted(),
                words.say("Weights"),
                words.say("Weights of the profile"),
                words.say("All equal"),
                name -> words.say("{0} first", name));
    }

    private List<Weighted> weighted() {
        return evaluation.criteria().stream().map(EvaluationSection::weighted).toList();
    }

    private static Weighted weighted(Criterion of) {
        Map<String, double[]> scores = new LinkedHashMap<>();
        of.scores()
                .forEach((cloud, score) -> scores.put(cloud, new double[] {score.low(), score.likely(), score.high()}));
        return new Weighted(of.id(), of.name(), of.basis(), of.weight(), scores);
    }

    private Element clouds(Element head) {
        evaluation
                .clouds()
                .forEach(cloud -> head.add(
                        el("th").at("scope", "col").add(Marks.chip(words.targets(), cloud, words.target(cloud)))));
        return head;
    }

    private Element total(String id, String name, Function<String, String> value) {
        Element row = el("tr").at("id", id).add(el("th").at("scope", "row").text(name));
        evaluation.clouds().forEach(cloud -> row.add(el("td", "figure").text(value.apply(cloud))));
        return row;
    }

    private String likely(String cloud) {
        return of(evaluation.totals(), cloud)
                .map(total -> words.score(total.likely()))
                .orElse(Words.ABSENT);
    }

    private String bounds(String cloud) {
        return of(evaluation.totals(), cloud).map(this::spread).orElse(Words.ABSENT);
    }

    private String reach(String cloud) {
        return of(evaluation.reach(), cloud).map(this::spread).orElse(Words.ABSENT);
    }

    private String firstByWeights(String cloud) {
        return first(evaluation.firstByWeights(), cloud);
    }

    private String firstByAll(String cloud) {
        return first(evaluation.firstByAll(), cloud);
    }

    private String first(Map<String, Double> shares, String cloud) {
        return Optional.ofNullable(shares.get(cloud))
                .map(share -> words.percent(Math.round(100 * share) / 100.0))
                .orElse(Words.ABSENT);
    }

    private static Optional<Score> of(Map<String, Score> scores, String cloud) {
        return Optional.ofNullable(scores.get(cloud));
    }

    private String spread(Score of) {
        String low = words.score(of.low());
        String high = words.score(of.high());
        return low.equals(high) ? low : words.say("{0} to {1}", low, high);
    }

    /** What only the script can say. */
    private static Element live() {
        return el("p", "note").at("hidden", "").at("aria-live", "polite").at("id", "live");
    }

    private Element toMove() {
        return el("p", "note needs-script")
                .at("hidden", "")
                .text(
                        words.say(
                                "Move a weight: bars, totals and where the lead changes follow. The verdict holds for the weights of the profile."));
    }

    private Element scores() {
        Element head = el("tr").add(
                        column(words.say("Criterion")),
                        column(words.say("Weight")),
                        el("td", "needs-script").at("hidden", ""),
                        column(words.say("Scores, 0 to 10")),
                        column(words.say("Where the lead changes")));
        Element body = el("tbody");
        evaluation.criteria().forEach(one -> body.add(row(one)));
        return el("table").at("id", "scores").add(el("thead").add(head), body);
    }

    private static Element column(String name) {
        return el("th", "words").at("scope", "col").text(name);
    }

    private Element row(Criterion of) {
        Element score = el("td", "l");
        if (of.isScored()) {
            score.add(strip(of), el("small").text(scores(of)));
        } else {
            score.text(Words.ABSENT);
        }
        return el("tr").add(
                        el("th").at("scope", "row")
                                .text(of.name())
                                .add(el("small").text(basis(of))),
                        el("td", "words").text(words.number(of.weight())),
                        el("td", "needs-script")
                                .at("hidden", "")
                                .add(WeightSlider.of(words.say("Weight of {0}", of.name()), weighted(of), weighted())),
                        score,
                        el("td", "l").at("data-change", of.id()).text(change(of)));
    }

    private Element strip(Criterion of) {
        Map<String, IntervalStrip.Spot> spots = new LinkedHashMap<>();
        for (String cloud : evaluation.clouds()) {
            Score score = of.score(cloud);
            spots.put(cloud, new IntervalStrip.Spot(score.low(), score.likely(), score.high()));
        }
        return new IntervalStrip(spots, BEST, words.targets()).draw();
    }

    private String scores(Criterion of) {
        return words.list(evaluation.clouds().stream()
                .map(cloud ->
                        words.target(cloud) + " " + words.score(of.score(cloud).likely()))
                .toList());
    }

    private String basis(Criterion of) {
        return switch (of.basis()) {
            case "measured" -> words.say("measured");
            case "computed" -> words.say("computed");
            case "limits" -> words.say("from the limits");
            case "judged" -> words.say("judged");
            default -> words.say("missing");
        };
    }

    private String change(Criterion of) {
        Optional<Change> change = of.firstPlaceChanges();
        if (change.isEmpty()) {
            return of.isScored() ? words.say("at no weight") : Words.ABSENT;
        }
        String ahead = words.target(change.get().ahead());
        String weight = words.number(change.get().threshold());
        return change.get().above()
                ? words.say("{0} is first above {1}", ahead, weight)
                : words.say("{0} is first below {1}", ahead, weight);
    }

    private FigureTable totalsTable() {
        List<Cell> head = new ArrayList<>(List.of(cells.words("Total")));
        evaluation.clouds().forEach(cloud -> head.add(cells.target(cloud).as(Look.FIGURE)));
        return FigureTable.of(
                words.say("The totals as a table"),
                head,
                List.of(
                        figures(words.say("Total of what is scored"), this::likely),
                        figures(words.say("Within the bounds of evidence"), this::bounds),
                        figures(words.say("If what is missing scored 0 to 10"), this::reach),
                        figures(words.say("First if weights vary"), this::firstByWeights),
                        figures(words.say("First if scores and what is missing vary, too"), this::firstByAll)));
    }

    private List<Cell> figures(String name, Function<String, String> value) {
        List<Cell> row = new ArrayList<>(List.of(Cell.words(name)));
        evaluation.clouds().forEach(cloud -> row.add(Cell.figure(value.apply(cloud))));
        return row;
    }

    private FigureTable table() {
        List<Cell> head =
                new ArrayList<>(List.of(cells.words("Criterion"), cells.words("Comes from"), cells.figure("Weight")));
        evaluation.clouds().forEach(cloud -> head.add(cells.target(cloud).as(Look.FIGURE)));
        head.add(cells.words("Where the lead changes"));
        List<List<Cell>> rows = new ArrayList<>();
        for (Criterion one : evaluation.criteria()) {
            List<Cell> row = new ArrayList<>(
                    List.of(Cell.words(one.name()), Cell.words(basis(one)), Cell.figure(words.number(one.weight()))));
            evaluation
                    .clouds()
                    .forEach(cloud -> row.add(
                            one.isScored()
                                    ? Cell.figure(words.score(one.score(cloud).likely()))
                                            .small(spread(one.score(cloud)))
                                    : Cell.absent()));
            row.add(Cell.words(change(one)));
            rows.add(row);
        }
        return FigureTable.of(words.say("The scores as a table"), head, rows);
    }
}
