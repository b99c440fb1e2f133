package io.triskel.load.report.section;

import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.Metric;
import io.triskel.load.result.Metric.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The outcome of every event. */
final class CorrectnessSection {
    private final List<TargetRun> targets;
    private final Words words;
    private final Cells cells;
    private final EmulatorLatency latencies;

    private CorrectnessSection(Material material, List<TargetRun> targets) {
        this.targets = targets;
        this.words = material.words();
        this.cells = new Cells(words);
        this.latencies = material.latencies();
    }

    static Optional<Section> of(Material material) {
        List<TargetRun> targets = material.having(one -> one.correctness().isPresent());
        return targets.isEmpty() ? Optional.empty() : Optional.of(new CorrectnessSection(material, targets).section());
    }

    /** {@return one sentence on the losses of all targets together} */
    static String finding(Words words, Optional<Correctness> all) {
        if (all.isEmpty()) {
            return words.say("The run did not check whether events were lost.");
        }
        Correctness found = all.get();
        List<String> faults = new ArrayList<>();
        fault(faults, found.lost(), words.say("{0} lost", words.count(found.lost())));
        fault(faults, found.reordered(), words.say("{0} out of order", words.count(found.reordered())));
        fault(faults, found.corrupt(), words.say("{0} corrupted", words.count(found.corrupt())));
        return faults.isEmpty()
                ? words.say("Nothing was lost, out of order or corrupted.")
                : words.say("Delivery was faulty: {0}.", words.list(faults));
    }

    private static void fault(List<String> faults, long count, String what) {
        if (count > 0) {
            faults.add(what);
        }
    }

    private Section section() {
        List<Cell> head = new ArrayList<>();
        head.add(cells.words("Events"));
        targets.forEach(one -> head.add(cells.target(one.id())
                .as(Look.FIGURE)
                .small(words.say(one.evidence().word()))));
        List<List<Cell>> rows = new ArrayList<>();
        Correctness.METRICS.stream()
                .map(this::row)
                .filter(row -> !row.isEmpty())
                .forEach(rows::add);
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Plain(FigureTable.of(words.say("Correctness"), head, rows)));
        blocks.add(new Note(
                words.say("A duplicate is not a fault of a bus that delivers at least once; an inbox handles it.")));
        blocks.addAll(latencies.covered(targets, List.of()));
        return new Section(
                "correctness",
                words.say("Correctness"),
                finding(
                                words,
                                targets.stream()
                                        .flatMap(one -> one.correctness().stream())
                                        .reduce(Correctness::plus))
                        .replaceFirst("\\.$", ""),
                words.say("Every event carries its key, its number and a checksum. An event is lost if it has not"
                        + " arrived when the final drain ends. Counts cover all workers and repetitions."),
                Material.evidence(targets),
                blocks);
    }

    /** {@return the row of a metric; empty if no target has the metric} */
    private List<Cell> row(Metric<Correctness> metric) {
        boolean mustBeZero = metric.rule() == Rule.MUST_BE_ZERO;
        List<Cell> row =
                new ArrayList<>(List.of(cells.words(metric.label()).small(mustBeZero ? words.say("must be 0") : "")));
        boolean found = false;
        for (TargetRun target : targets) {
            OptionalLong value = metric.value().apply(target.correctness().orElseThrow());
            Cell cell = value.isPresent() ? cell(metric, value.getAsLong()) : Cell.absent();
            row.add(metric.isTime() ? latencies.cell(target, cell) : cell);
            found |= value.isPresent();
        }
        return found ? row : List.of();
    }

    private Cell cell(Metric<Correctness> metric, long value) {
        Cell cell = metric.isTime() ? Cell.figure(words.millis(value)) : cells.count(value);
        return metric.rule() == Rule.MUST_BE_ZERO ? cell.as(value == 0 ? Look.GOOD : Look.ALARM) : cell;
    }
}
