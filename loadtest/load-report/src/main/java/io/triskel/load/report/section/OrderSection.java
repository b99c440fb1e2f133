package io.triskel.load.report.section;

import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.WorkerRun;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How orders ended at level pipeline. */
final class OrderSection {
    private final List<TargetRun> targets;
    private final Words words;
    private final Cells cells;

    private OrderSection(Material material, List<TargetRun> targets) {
        this.targets = targets;
        this.words = material.words();
        this.cells = new Cells(words);
    }

    static Optional<Section> of(Material material) {
        List<TargetRun> targets =
                material.having(one -> !one.figures(WorkerRun::orders).isEmpty());
        return targets.isEmpty() ? Optional.empty() : Optional.of(new OrderSection(material, targets).section());
    }

    private Section section() {
        List<Cell> head = new ArrayList<>(List.of(cells.words("Orders")));
        targets.forEach(one -> head.add(cells.target(one.id())
                .as(Look.FIGURE)
                .small(words.say(one.evidence().word()))));
        List<List<Cell>> rows = List.of(
                row(cells.words("Shipped"), WorkerRun::orders, "shipped", false),
                row(cells.words("Rejected"), WorkerRun::orders, "rejected", false),
                row(cells.words("Cancelled"), WorkerRun::orders, "cancelled", false),
                row(mustBeZero("Ended in the wrong state"), WorkerRun::orders, "wrongEnding", true),
                row(mustBeZero("Duplicate or contradictory events"), WorkerRun::orders, "doubledFacts", true),
                row(cells.words("Bus events read to follow the orders"), WorkerRun::reporting, "events", false));
        return new Section(
                "orders",
                words.say("Orders"),
                words.say("How orders ended"),
                words.say("The generator knows the final state that each order must reach, and learns the actual"
                        + " one from the pipeline’s own bus. Counts cover all workers and repetitions."),
                Material.evidence(targets),
                List.of(new Plain(FigureTable.of(words.say("Orders"), head, rows))));
    }

    private Cell mustBeZero(String name) {
        return Cell.words(words.say(name)).small(words.say("must be 0"));
    }

    private List<Cell> row(Cell name, Function<WorkerRun, Map<String, Double>> of, String figure, boolean zero) {
        List<Cell> row = new ArrayList<>(List.of(name));
        for (TargetRun target : targets) {
            long found = target.figures(of).getOrDefault(figure, 0.0).longValue();
            Cell cell = cells.count(found);
            row.add(zero ? cell.as(found == 0 ? Look.GOOD : Look.ALARM) : cell);
        }
        return row;
    }
}
