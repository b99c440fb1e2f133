package io.triskel.load.report.section;

import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.ErrorCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why sends failed. */
final class ErrorSection {
    private final Material material;
    private final Words words;
    private final Cells cells;

    private ErrorSection(Material material) {
        this.material = material;
        this.words = material.words();
        this.cells = new Cells(words);
    }

    static Optional<Section> of(Material material) {
        return new ErrorSection(material).section();
    }

    private Optional<Section> section() {
        List<TargetRun> targets = material.having(
                one -> !one.errors().isEmpty() || !one.problems().isEmpty());
        if (targets.isEmpty()) {
            return Optional.empty();
        }
        List<Block> blocks = new ArrayList<>();
        FigureTable table = table(targets);
        if (!table.rows().isEmpty()) {
            blocks.add(new Plain(table));
        }
        for (TargetRun target : targets) {
            target.problems()
                    .forEach(problem -> blocks.add(
                            new Note(words.say("Consumer of {0}: {1}", words.target(target.id()), problem))));
        }
        return Optional.of(new Section(
                "errors",
                words.say("Errors"),
                words.say("Errors by cause and code"),
                words.say("Each failed call to a service, by our class of cause and by the provider’s own code."),
                Material.evidence(targets),
                blocks));
    }

    private FigureTable table(List<TargetRun> targets) {
        List<Cell> head = List.of(
                cells.words("Target"),
                cells.words("Cause"),
                cells.words("The provider’s code"),
                cells.figure("Count"),
                cells.figure("Share of the events sent"));
        List<List<Cell>> rows = new ArrayList<>();
        for (TargetRun target : targets) {
            long sent = target.correctness().map(Correctness::sent).orElse(0L);
            for (ErrorCount error : target.errors()) {
                rows.add(List.of(
                        cells.target(target.id()),
                        Cell.words(Words.capitalised(
                                words.term(Words.spaced(error.cause().replace('_', ' '))))),
                        Cell.words(error.code().isEmpty() ? Words.ABSENT : error.code()),
                        cells.count(error.count()),
                        sent > 0 ? Cell.figure(words.percent((double) error.count() / sent)) : Cell.absent()));
            }
        }
        return FigureTable.of(words.say("Errors"), head, rows);
    }
}
