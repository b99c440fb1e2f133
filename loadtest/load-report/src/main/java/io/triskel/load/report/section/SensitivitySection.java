package io.triskel.load.report.section;

import io.triskel.load.report.result.EvaluationFile;
import io.triskel.load.report.result.EvaluationFile.Change;
import io.triskel.load.report.result.EvaluationFile.Criterion;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.words.Words;
import java.util.List;
import java.util.Optional;

/** The weights at which the order of the clouds changes. */
record SensitivitySection(Words words) {
    static Optional<Section> of(EvaluationFile evaluation, Words words) {
        return new SensitivitySection(words).section(evaluation);
    }

    private Optional<Section> section(EvaluationFile evaluation) {
        List<List<Cell>> rows = evaluation.criteria().stream()
                .filter(Criterion::hasScores)
                .map(this::row)
                .toList();
        Cells cells = new Cells(words);
        List<Cell> head = List.of(
                cells.words("Criterion"),
                cells.figure("Weight"),
                cells.words("Order changes"),
                cells.words("First place changes"));
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(Section.computed(
                        "sensitivity",
                        words.say("Sensitivity"),
                        words.say("Weights at which the order changes"),
                        words.say(
                                "The nearest weight, with all others unchanged, beyond which two clouds swap places by"
                                        + " their total of the scored criteria. At that weight their totals are equal."),
                        List.of(new Plain(FigureTable.of(words.say("Weights of the profile"), head, rows)))));
    }

    private List<Cell> row(Criterion of) {
        return List.of(
                Cell.words(of.name()),
                Cell.figure(words.weight(of.weight())),
                Cell.words(change(of.orderChanges())),
                Cell.words(change(of.firstPlaceChanges())));
    }

    private String change(Optional<Change> change) {
        if (change.isEmpty()) {
            return words.say("never");
        }
        Change one = change.get();
        String weight = words.weight(one.threshold());
        String ahead = words.target(one.ahead());
        String behind = words.target(one.behind());
        return EvaluationFigures.isAbove(one)
                ? words.say("above {0}: {1} before {2}", weight, ahead, behind)
                : words.say("below {0}: {1} before {2}", weight, ahead, behind);
    }
}
