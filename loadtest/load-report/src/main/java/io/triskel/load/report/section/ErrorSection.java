package io.triskel.load.report.section;

import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.Correctness;
import io.triskel.load.report.result.ErrorCount;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why sends failed. */
final class ErrorSection {
    private ErrorSection() {}

    static Optional<Section> of(Material material) {
        List<TargetRun> targets = material.having(one -> !one.errors().isEmpty());
        if (targets.isEmpty()) {
            return Optional.empty();
        }
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
        return Optional.of(new Section(
                "errors",
                "Errors",
                "Errors by cause and code",
                "Each answer of a service that was no success, by our class of cause and by the provider’s own code.",
                Material.evidence(targets),
                List.of(new Plain(Table.of("Errors", head, rows)))));
    }
}
