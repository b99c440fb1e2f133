package io.triskel.load.report.section;

import io.triskel.load.report.result.EvaluationFile;
import io.triskel.load.report.result.EvaluationFile.Criterion;
import io.triskel.load.report.section.Block.Behind;
import io.triskel.load.report.section.Block.Drawing;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Totals and scores of the clouds, with weights that a reader may move. Only the evaluation's own verdict names a leader. */
final class EvaluationSection {
    private final EvaluationFile evaluation;
    private final EvaluationFigures figures;
    private final Words words;
    private final Cells cells;

    private EvaluationSection(EvaluationFile evaluation, Words words) {
        this.evaluation = evaluation;
        this.figures = new EvaluationFigures(evaluation, words);
        this.words = words;
        this.cells = new Cells(words);
    }

    /** {@return the section of a page whose opening has the verdict} */
    static Section of(EvaluationFile evaluation, Words words) {
        return new EvaluationSection(evaluation, words).section(words.say("Totals and scores"), List.of());
    }

    /** {@return the section of a load report, with the verdict as its heading} */
    static Section withVerdict(EvaluationFile evaluation, Words words) {
        List<Block> notes = new ArrayList<>();
        notes.add(new Note(String.join(" ", evaluation.verdict().reasons())));
        if (!evaluation.language().equals(words.language().code())) {
            notes.add(new Note(words.say(
                    "The evaluation is in another language ({0}); use ./triskel evaluate --language.",
                    evaluation.language())));
        }
        return new EvaluationSection(evaluation, words)
                .section(evaluation.verdict().text(), notes);
    }

    private Section section(String heading, List<Block> notes) {
        List<Block> blocks = new ArrayList<>(evaluation.clouds().isEmpty() ? List.of() : compared());
        blocks.addAll(notes);
        return new Section(
                "evaluation",
                words.say("Evaluation"),
                heading,
                words.say(
                        "Written by ./triskel evaluate for the profile {0}, region {1}. A total is the weighted"
                                + " mean of the scored criteria, {2} of the weight, from the lower to the upper bounds of"
                                + " all scores. If no cloud leads, the totals are not a ranking. Memory, emulators and"
                                + " simulations score nothing, and missing evidence is not a score.",
                        evaluation.profile(), evaluation.region(), words.percent(evaluation.scoredShare())),
                evaluation.hasMeasured() ? List.of(Evidence.CLOUD) : List.of(),
                true,
                blocks);
    }

    /** {@return the drawings and tables of the clouds that passed the gates} */
    private List<Block> compared() {
        WeightDrawing drawing = new WeightDrawing(figures);
        return List.of(
                new Drawing(drawing.presets()),
                new Drawing(drawing.card()),
                new Behind(totals()),
                new Behind(scores()),
                new Note(words.say(
                        "First: how often a cloud beats all others in 2,000 draws. Each weight lies between half and one"
                                + " and a half times its value, each judgement within its width, each figure within its"
                                + " span; the second line also draws missing scores from 0 to 10. It measures doubt and"
                                + " names no cloud. Swing: how far a criterion alone can move the difference between the"
                                + " first two totals, in points over all criteria.")));
    }

    private FigureTable totals() {
        return FigureTable.of(
                words.say("The totals as a table"),
                head(cells.words("Total")),
                figures.totals().stream()
                        .map(total -> row(
                                List.of(Cell.words(total.name())),
                                cloud -> Cell.figure(total.of().apply(cloud))))
                        .toList());
    }

    private FigureTable scores() {
        return FigureTable.of(
                words.say("The scores as a table"),
                head(cells.words("Criterion"), cells.figure("Weight"), cells.figure("Swing")),
                evaluation.criteria().stream()
                        .map(one -> row(
                                List.of(
                                        Cell.words(one.name()).small(figures.basis(one)),
                                        Cell.figure(words.weight(one.weight())),
                                        Cell.figure(figures.swing(one))),
                                cloud -> score(one, cloud)))
                        .toList());
    }

    private Cell score(Criterion of, String cloud) {
        if (!of.hasScores()) {
            return Cell.absent();
        }
        return Cell.figure(figures.spread(of.score(cloud)));
    }

    private List<Cell> head(Cell... first) {
        return row(List.of(first), cloud -> cells.target(cloud).as(Look.FIGURE));
    }

    private List<Cell> row(List<Cell> first, Function<String, Cell> figure) {
        List<Cell> row = new ArrayList<>(first);
        evaluation.clouds().forEach(cloud -> row.add(figure.apply(cloud)));
        return row;
    }
}
