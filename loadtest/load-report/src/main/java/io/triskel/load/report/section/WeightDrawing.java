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
import io.triskel.load.report.result.EvaluationFile;
import io.triskel.load.report.result.EvaluationFile.Criterion;
import io.triskel.load.report.section.EvaluationFigures.Total;
import io.triskel.load.report.words.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Bars, totals and scores of an evaluation, with weights that a reader may move; {@code weights.js} finds them by their ids. */
final class WeightDrawing {
    private static final double BEST = 10;

    private final EvaluationFile evaluation;
    private final EvaluationFigures figures;
    private final Words words;
    private final List<Weighted> weighted;

    WeightDrawing(EvaluationFigures figures) {
        this.evaluation = figures.evaluation();
        this.figures = figures;
        this.words = figures.words();
        this.weighted =
                evaluation.criteria().stream().map(WeightDrawing::weighted).toList();
    }

    private static Weighted weighted(Criterion of) {
        Map<String, double[]> scores = new LinkedHashMap<>();
        of.scores()
                .forEach((cloud, score) -> scores.put(cloud, new double[] {score.low(), score.likely(), score.high()}));
        Map<String, double[]> figures = new LinkedHashMap<>();
        of.figures().forEach((cloud, figure) -> figures.put(cloud, new double[] {figure.low(), figure.high()}));
        return new Weighted(of.id(), of.name(), of.basis(), of.weight(), scores, figures, of.lessIsBetter());
    }

    Element presets() {
        return WeightPresets.of(
                weighted,
                words.say("Weights"),
                words.say("Weights of the profile"),
                words.say("All equal"),
                name -> words.say("{0} first", name));
    }

    Element card() {
        return el("div", "card")
                .add(bars())
                .add(out())
                .add(toRead(), live(), ScrollRegion.of(words.say("Totals, of 10"), totals()), toMove())
                .add(ScrollRegion.of(words.say("Weights and scores"), scores()));
    }

    private Element bars() {
        RankBars bars = RankBars.of(weighted, words.targets());
        evaluation
                .clouds()
                .forEach(cloud -> bars.bar(
                        cloud,
                        words.target(cloud),
                        evaluation.leader().filter(cloud::equals).map(leads -> words.say("leads")),
                        figures.reach(cloud),
                        words.say("first in {0}", figures.firstOfAny(cloud))));
        return bars.draw();
    }

    /** {@return the clouds that have no bar} */
    private Element out() {
        Element out = el("p", "note out");
        evaluation
                .out()
                .forEach(cloud ->
                        out.add(Marks.chip(words.targets(), cloud, words.say("{0}: out", words.target(cloud)))));
        return out;
    }

    private Element totals() {
        Element head = el("tr").add(el("td"));
        evaluation
                .clouds()
                .forEach(cloud -> head.add(
                        el("th").at("scope", "col").add(Marks.chip(words.targets(), cloud, words.target(cloud)))));
        Element body = el("tbody");
        figures.totals().forEach(total -> body.add(row(total)));
        return el("table", "big")
                .at("id", "totals")
                .at("data-language", words.language().code())
                .at("data-scored", words.say("Scored share of the weight"))
                .at("data-least", String.valueOf(evaluation.scoredAtLeast().orElse(1)))
                .at("data-percent", "{0}" + words.language().percent())
                .at("data-first", words.say("first in {0}", "{0}"))
                .at("data-swing", words.say("swing {0}", "{0}"))
                .at("data-mark", words.say("leads"))
                .at("data-leads", words.say("With these weights {0} leads.", "{0}"))
                .at("data-none", words.say("With these weights no cloud leads."))
                .at("data-above", words.say("{0} is first above {1}", "{1}", "{0}"))
                .at("data-below", words.say("{0} is first below {1}", "{1}", "{0}"))
                .at("data-never", words.say("no weight changes the lead"))
                .add(el("thead").add(head), body);
    }

    private Element row(Total total) {
        Element row =
                el("tr").at("id", total.id()).add(el("th").at("scope", "row").text(total.name()));
        evaluation
                .clouds()
                .forEach(cloud -> row.add(el("td", "figure").text(total.of().apply(cloud))));
        return row;
    }

    private Element toRead() {
        return el("p", "note")
                .text(words.say(
                        "The filled part is certain, the pale part lies within the bounds of the scores, and the hatched"
                                + " part is what missing criteria could add."));
    }

    /** The sentence about moved weights, which only the script can write. */
    private static Element live() {
        return el("p", "note").at("hidden", "").at("aria-live", "polite").at("id", "live");
    }

    private Element toMove() {
        return el("p", "note needs-script")
                .at("hidden", "")
                .text(words.say("Move a weight: bars, totals and the points at which the lead changes follow. The"
                        + " verdict holds for the weights of the profile."));
    }

    private Element scores() {
        Element head = el("tr").add(
                        column(words.say("Criterion")),
                        column(words.say("Weight and swing")),
                        el("td", "needs-script").at("hidden", ""),
                        column(words.say("Scores, 0 to 10")),
                        column(words.say("Lead changes")));
        Element body = el("tbody");
        evaluation.criteria().forEach(one -> body.add(row(one)));
        return el("table").at("id", "scores").add(el("thead").add(head), body);
    }

    private static Element column(String name) {
        return el("th", "words").at("scope", "col").text(name);
    }

    private Element row(Criterion of) {
        Element score = el("td", of.hasScores() ? "l" : "l none");
        if (of.hasScores()) {
            score.add(strip(of), el("small").text(scores(of)));
        } else {
            score.text(Words.ABSENT);
        }
        return el("tr").add(
                        el("th").at("scope", "row")
                                .text(of.name())
                                .add(el("small").text(figures.basis(of))),
                        el("td", "words")
                                .add(
                                        el("span").text(words.weight(of.weight())),
                                        el("small").text(words.say("swing {0}", figures.swing(of)))),
                        el("td", "needs-script")
                                .at("hidden", "")
                                .add(WeightSlider.of(words.say("Weight of {0}", of.name()), weighted(of), weighted)),
                        score,
                        el("td", of.hasScores() ? "l" : "l none")
                                .at("data-change", of.id())
                                .text(figures.turn(of)));
    }

    private Element strip(Criterion of) {
        Map<String, IntervalStrip.Spot> spots = new LinkedHashMap<>();
        of.scores()
                .forEach((cloud, score) ->
                        spots.put(cloud, new IntervalStrip.Spot(score.low(), score.likely(), score.high())));
        return new IntervalStrip(spots, BEST, words.targets()).apart();
    }

    /** A line breaks between clouds only. */
    private String scores(Criterion of) {
        return evaluation.clouds().stream()
                .map(cloud -> words.target(cloud) + "\u00a0"
                        + figures.spread(of.score(cloud)).replace(' ', '\u00a0'))
                .collect(Collectors.joining(", "));
    }
}
