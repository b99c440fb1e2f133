package io.triskel.load.report.section;

import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Spend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The cost of a run with a budget by list prices, next to the highest cost that was predicted. */
final class SpendTable {
    private final double budget;
    private final Words words;
    private final Cells cells;

    private SpendTable(double budget, Words words) {
        this.budget = budget;
        this.words = words;
        this.cells = new Cells(words);
    }

    /** {@return one row for each target with a budget; empty if no target has one} */
    static Optional<FigureTable> of(Material material) {
        SpendTable table =
                new SpendTable(material.run().workload().at("/budget/usd").asDouble(), material.words());
        List<List<Cell>> rows = new ArrayList<>();
        material.run()
                .targets()
                .forEach(target -> target.spend().ifPresent(spend -> rows.add(table.row(target, spend))));
        return rows.isEmpty() ? Optional.empty() : Optional.of(table.with(rows));
    }

    private FigureTable with(List<List<Cell>> rows) {
        return FigureTable.of(
                words.say("Spent against the budget"),
                List.of(
                        cells.words("Target"),
                        cells.figure("Counted"),
                        cells.figure("Predicted, at most"),
                        cells.figure("Budget"),
                        cells.figure("Of the budget"),
                        cells.words("Outcome")),
                rows);
    }

    private List<Cell> row(TargetRun target, Spend spend) {
        return List.of(
                cells.target(target.id()),
                Cell.figure(words.money(spend.usd())).small(spend.offer().orElse("")),
                spend.predictedUsd().isPresent()
                        ? Cell.figure(words.money(spend.predictedUsd().getAsDouble()))
                        : Cell.absent(),
                budget > 0 ? Cell.figure(words.money(budget)) : Cell.absent(),
                budget > 0 ? Cell.figure(words.percent(spend.usd() / budget)) : Cell.absent(),
                spend.stoppedAtBudget()
                        ? cells.words("stopped at the budget").as(Look.ALARM)
                        : cells.words("within the budget"));
    }
}
