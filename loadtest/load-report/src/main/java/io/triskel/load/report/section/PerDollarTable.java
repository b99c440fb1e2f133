package io.triskel.load.report.section;

import io.triskel.load.report.merge.MeasuredCost;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.words.Targets;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Evidence;
import io.triskel.load.size.EventsPerDollar;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.plan.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The events that a dollar carries on each target, by its measured rate; if there is no figure, the reason. */
final class PerDollarTable {
    private final Sizing sizing;
    private final Words words;
    private final Cells cells;

    private PerDollarTable(Sizing sizing, Words words) {
        this.sizing = sizing;
        this.words = words;
        this.cells = new Cells(words);
    }

    /** {@return one row for each target that is or stands for a cloud} */
    static FigureTable of(Material material, Sizing sizing) {
        PerDollarTable table = new PerDollarTable(sizing, material.words());
        List<List<Cell>> rows = new ArrayList<>();
        material.run().targets().stream()
                .filter(target -> target.evidence() != Evidence.MEMORY)
                .forEach(target -> rows.add(table.row(target)));
        return FigureTable.of(
                material.words().say("Measured events per dollar"),
                List.of(
                        table.cells.words("Target"),
                        table.cells.words("Evidence"),
                        table.cells.figure("Measured rate"),
                        table.cells.words("Offer"),
                        table.cells.figure("Events per USD")),
                rows);
    }

    private List<Cell> row(TargetRun target) {
        Targets targets = words.targets();
        Optional<EventsPerDollar> found = MeasuredCost.of(target, sizing, targets.style(target.id()));
        Optional<Range> rate = MeasuredCost.isOfCloud(target.evidence()) ? MeasuredCost.rate(target) : Optional.empty();
        return List.of(
                cells.target(target.id()),
                cells.words(target.evidence().word()),
                rate.map(one -> Cell.figure(words.number(one.likely()) + "/s")).orElseGet(Cell::absent),
                found.map(figure -> Cell.words(words.offer(figure.offer()) + (figure.verified() ? "" : " *")))
                        .orElseGet(() -> cells.words(reason(target))),
                found.map(figure -> figure(figure.events())).orElseGet(Cell::absent));
    }

    private Cell figure(Range events) {
        Cell likely = cells.count(Math.round(events.likely()));
        if (events.isExact()) {
            return likely;
        }
        String low = words.count(Math.round(events.low()));
        return likely.small(
                Double.isFinite(events.high())
                        ? words.say("{0} to {1}", low, words.count(Math.round(events.high())))
                        : words.say("{0} or more", low));
    }

    private static String reason(TargetRun target) {
        if (!MeasuredCost.isOfCloud(target.evidence())) {
            return "no figure: an emulator’s rate is not the cloud’s";
        }
        if (!target.isQuotable()) {
            return "no figure: the run is invalid or incomplete";
        }
        return MeasuredCost.rate(target).isEmpty()
                ? "no figure: no rate was measured"
                : "no figure: no offer with a known price carries the rate";
    }
}
