package io.triskel.load.report.section;

import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.Correctness;
import io.triskel.load.report.result.ErrorCount;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.words.TargetName;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why sends failed. */
final class ErrorSection {
    private ErrorSection() {}

    static Optional<Section> of(Material material) {
        List<TargetRun> targets = material.having(
                one -> !one.errors().isEmpty() || !one.problems().isEmpty());
        if (targets.isEmpty()) {
            return Optional.empty();
        }
        List<Block> blocks = new ArrayList<>();
        Table table = table(targets);
        if (!table.rows().isEmpty()) {
            blocks.add(new Plain(table));
        }
        for (TargetRun target : targets) {
            target.problems()
                    .forEach(problem ->
                            blocks.add(new Note("Consuming from " + TargetName.of(target.id()) + ": " + problem)));
        }
        return Optional.of(new Section(
                "errors",
                "Errors",
                "Errors by cause and code",
                "Each answer of a service that was no success, by our class of cause and by the provider’s own code.",
                Material.evidence(targets),
                blocks));
    }

    private static Table table(List<TargetRun> targets) {
        List<Cell> head = List.of(
                Cell.words("Target"),
                Cell.words("Cause"),
                Cell.words("The provider’s code"),
                Cell.figure("How often"),
                Cell.figure("Of the events sent"));
        List<List<Cell>> rows = new ArrayList<>();
        for (TargetRun target : targets) {
            long sent = target.correctness().map(Correctness::sent).orElse(0L);
            for (ErrorCount error : target.errors()) {
                rows.add(List.of(
                        Cell.target(target.id()),
                        Cell.words(Words.capitalised(Words.spaced(error.cause().replace('_', ' ')))),
                        Cell.words(error.code().isEmpty() ? Words.ABSENT : error.code()),
                        Cell.count(error.count()),
                        sent > 0 ? Cell.figure(Words.percent((double) error.count() / sent)) : Cell.absent()));
            }
        }
        return Table.of("Errors", head, rows);
    }
}
