package io.triskel.load.report.section;

import io.triskel.load.report.merge.Comparison;
import io.triskel.load.report.merge.Comparison.Verdict;
import io.triskel.load.report.merge.Estimate;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.TargetName;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** This run beside an earlier one. */
final class BaselineSection {
    private BaselineSection() {}

    static Optional<Section> of(Material material) {
        if (material.baseline().isEmpty()) {
            return Optional.empty();
        }
        List<Cell> head = List.of(
                Cell.words("Target"),
                Cell.words("Figure"),
                Cell.figure("Before"),
                Cell.figure("Now"),
                Cell.figure("Change"),
                Cell.words("Verdict"));
        List<List<Cell>> rows = new ArrayList<>();
        List<Comparison> comparisons = material.comparisons();
        for (Comparison one : comparisons) {
            rows.add(List.of(
                    Cell.target(one.target().id()),
                    Cell.words(Words.capitalised(one.figure().name()))
                            .small(one.figure().unit()),
                    cell(one.before()),
                    cell(one.now()),
                    one.change()
                            .map(change -> Cell.figure((change > 0 ? "+" : "") + Words.percent(change)))
                            .orElse(Cell.absent()),
                    Cell.words(one.verdict().words()).as(look(one.verdict()))));
        }
        return Optional.of(new Section(
                "baseline",
                "Baseline",
                heading(comparisons),
                "Worse or better only where 95 % intervals over repeats do not overlap, or where a count that must be 0 changed. Both runs must"
                        + " be of the same class of evidence.",
                Material.evidence(comparisons.stream().map(Comparison::target).toList()),
                List.of(new Plain(Table.of("Beside the earlier run", head, rows)))));
    }

    private static String heading(List<Comparison> comparisons) {
        List<TargetRun> worse = comparisons.stream()
                .filter(one -> one.verdict() == Verdict.WORSE)
                .map(Comparison::target)
                .distinct()
                .toList();
        if (comparisons.isEmpty()) {
            return "The earlier run has no target of the same class of evidence in common with this one";
        }
        return worse.isEmpty()
                ? "Nothing is shown to be worse than before"
                : "Worse than before: "
                        + Words.list(worse.stream()
                                .map(one -> TargetName.of(one.id()))
                                .toList());
    }

    private static Cell cell(Estimate estimate) {
        return Cell.figure(Words.number(estimate.value()))
                .small(estimate.interval()
                        .map(one -> Words.number(one.low()) + " to " + Words.number(one.high()))
                        .orElse(""));
    }

    private static Look look(Verdict verdict) {
        return switch (verdict) {
            case WORSE -> Look.ALARM;
            case BETTER -> Look.GOOD;
            case SAME -> Look.WORDS;
            case UNKNOWN -> Look.DOUBT;
        };
    }
}
