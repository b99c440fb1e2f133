package io.triskel.load.report.section;

import io.triskel.load.report.merge.Estimate;
import io.triskel.load.report.merge.FigureChange;
import io.triskel.load.report.merge.FigureChange.Verdict;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** This run compared with an earlier one. */
final class BaselineSection {
    private final Material material;
    private final Words words;
    private final Cells cells;

    private BaselineSection(Material material) {
        this.material = material;
        this.words = material.words();
        this.cells = new Cells(words);
    }

    static Optional<Section> of(Material material) {
        return new BaselineSection(material).section();
    }

    private Optional<Section> section() {
        if (material.baseline().isEmpty()) {
            return Optional.empty();
        }
        List<Cell> head = List.of(
                cells.words("Target"),
                cells.words("Figure"),
                cells.figure("Before"),
                cells.figure("Now"),
                cells.figure("Change"),
                cells.words("Verdict"));
        List<List<Cell>> rows = new ArrayList<>();
        List<FigureChange> comparisons = material.comparisons();
        for (FigureChange one : comparisons) {
            rows.add(List.of(
                    cells.target(one.target().id()),
                    Cell.words(Words.capitalised(words.say(one.figure().name())))
                            .small(words.term(one.figure().unit())),
                    seen(one, one.before()),
                    seen(one, one.now()),
                    one.change()
                            .map(change -> Cell.figure((change > 0 ? "+" : "") + words.percent(change)))
                            .orElse(Cell.absent()),
                    Cell.words(words.say(one.verdict().words())).as(look(one.verdict()))));
        }
        List<TargetRun> compared =
                comparisons.stream().map(FigureChange::target).distinct().toList();
        List<Block> blocks = new ArrayList<>(
                List.of(new Plain(FigureTable.of(words.say("Compared with the earlier run"), head, rows))));
        blocks.addAll(material.latencies().covered(compared, List.of()));
        return Optional.of(new Section(
                "baseline",
                words.say("Baseline"),
                heading(comparisons),
                words.say("Worse or better only if the 95% intervals over repetitions do not overlap, or if a"
                        + " count that must be 0 changed. Both runs must have the same evidence class."),
                Material.evidence(compared),
                blocks));
    }

    private Cell seen(FigureChange change, Estimate estimate) {
        Cell cell = cells.estimate(estimate);
        return change.figure().isTime() ? material.latencies().cell(change.target(), cell) : cell;
    }

    private String heading(List<FigureChange> comparisons) {
        List<TargetRun> worse = comparisons.stream()
                .filter(one -> one.verdict() == Verdict.WORSE)
                .map(FigureChange::target)
                .distinct()
                .toList();
        if (comparisons.isEmpty()) {
            return words.say("The earlier run shares no target with the same evidence class");
        }
        return worse.isEmpty()
                ? words.say("Nothing is demonstrably worse than before")
                : words.say(
                        "Worse than before: {0}",
                        words.list(worse.stream()
                                .map(one -> words.target(one.id()))
                                .toList()));
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
