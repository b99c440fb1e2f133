package io.triskel.load.report.section;

import io.triskel.load.report.result.EvaluationFile;
import io.triskel.load.report.result.EvaluationFile.Criterion;
import io.triskel.load.report.result.EvaluationFile.SourceText;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why each criterion scores as it does, with sources, and why results do not score. */
final class ReasonSection {
    private final EvaluationFile evaluation;
    private final EvaluationFigures figures;
    private final Words words;
    private final Cells cells;

    private ReasonSection(EvaluationFile evaluation, Words words) {
        this.evaluation = evaluation;
        this.figures = new EvaluationFigures(evaluation, words);
        this.words = words;
        this.cells = new Cells(words);
    }

    /** {@return the reasons; empty if the file has none} */
    static Optional<Section> of(EvaluationFile evaluation, Words words) {
        return evaluation.criteria().stream().allMatch(one -> one.question().isEmpty())
                ? Optional.empty()
                : Optional.of(new ReasonSection(evaluation, words).section());
    }

    private Section section() {
        List<Block> blocks = new ArrayList<>();
        evaluation.criteria().forEach(one -> blocks.add(new Plain(table(one))));
        return Section.computed("reasons", words.say("Why"), words.say("Reasons for the scores"), lede(), blocks);
    }

    /** {@return what applies to all scores of a kind, said once} */
    private String lede() {
        List<String> said = new ArrayList<>();
        said.add(words.say("Each criterion with its question, its scores and their reasons."));
        if (evaluation.criteria().stream().anyMatch(one -> one.basis().equals("measured"))) {
            said.add(words.say("Measured scores come from runs on the clouds; their bounds are the intervals over"
                    + " repetitions."));
        }
        if (evaluation.criteria().stream().anyMatch(one -> one.basis().equals("judged"))) {
            said.add(words.say("A judged score is an opinion with a reason and a source: if you disagree, change it in"
                    + " the criteria."));
        }
        return String.join(" ", said);
    }

    private FigureTable table(Criterion of) {
        List<Cell> head = List.of(cells.words("Cloud"), cells.figure("Score"), cells.words("Why"));
        List<List<Cell>> rows = of.hasScores()
                ? evaluation.clouds().stream().map(cloud -> row(of, cloud)).toList()
                : List.of();
        return FigureTable.of(of.name() + ", " + figures.basis(of), head, rows)
                .under((of.question() + " " + of.note()).strip());
    }

    private List<Cell> row(Criterion of, String cloud) {
        Optional<SourceText> source = Optional.ofNullable(of.sources().get(cloud));
        Cell why = Cell.words(of.why().getOrDefault(cloud, ""));
        return List.of(
                cells.target(cloud),
                Cell.figure(words.spread(of.score(cloud).low(), of.score(cloud).high())),
                source.map(one -> why.source(words.title(one.title()), details(of, cloud, one), one.url()))
                        .orElse(why));
    }

    private String details(Criterion of, String cloud, SourceText source) {
        String first = GateSection.details(source, words);
        return Optional.ofNullable(of.agreeing().get(cloud))
                .map(second -> first
                        + words.language().semicolon()
                        + words.say(
                                "agrees: {0}",
                                words.title(second.title()).text() + ", " + GateSection.details(second, words)))
                .orElse(first);
    }

    static Optional<Section> notTaken(EvaluationFile evaluation, Words words) {
        return evaluation.notTaken().isEmpty()
                ? Optional.empty()
                : Optional.of(new Section(
                        "not-taken",
                        words.say("Not taken"),
                        words.say("Results that do not score"),
                        words.say(
                                "Only valid, complete runs of the profile’s workload on the clouds themselves score."),
                        List.of(),
                        evaluation.notTaken().stream().<Block>map(Note::new).toList()));
    }
}
