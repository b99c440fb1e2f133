package io.triskel.load.report.section;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.chart.Scale;
import io.triskel.load.report.chart.Waterfall;
import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.StageTimes;
import io.triskel.load.report.section.Block.Behind;
import io.triskel.load.report.section.Block.Drawing;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the time of an event goes. */
final class StageSection {
    private final List<TargetRun> targets;
    private final Words words;
    private final Cells cells;
    private final EmulatorLatency latencies;

    private StageSection(Material material, List<TargetRun> targets) {
        this.targets = targets;
        this.words = material.words();
        this.cells = new Cells(words);
        this.latencies = material.latencies();
    }

    static Optional<Section> of(Material material) {
        List<TargetRun> targets = material.having(one -> !one.stages().isEmpty());
        return targets.isEmpty() ? Optional.empty() : Optional.of(new StageSection(material, targets).section());
    }

    private Section section() {
        List<Block> blocks = new ArrayList<>(blocks(latencies.shown(targets)));
        blocks.addAll(latencies.covered(targets, blocks(latencies.hidden(targets))));
        return new Section(
                "stages",
                words.say("Stages"),
                words.say("How long each stage of an event takes"),
                words.say("The median of each stage, one after another. A bracket shows the clock error of a stage"
                        + " that begins on one process’s clock and ends on another’s."),
                Material.evidence(targets),
                blocks);
    }

    /** {@return the drawings and the table of these targets, on a scale of their own; none for no target} */
    private List<Block> blocks(List<TargetRun> drawn) {
        if (drawn.isEmpty()) {
            return List.of();
        }
        Map<TargetRun, List<Waterfall.Bar>> bars = new LinkedHashMap<>();
        drawn.forEach(target -> bars.put(target, Waterfall.laidOut(target.stages())));
        double longest = bars.values().stream()
                .flatMap(List::stream)
                .mapToDouble(bar -> bar.toUs() + bar.errorUs())
                .max()
                .orElse(1);
        Scale scale = Scale.linear(longest, drawn.size() == 3 ? 3 : 5);
        Element grid = el("div", drawn.size() == 4 ? "g2" : "g" + Math.min(3, drawn.size()));
        bars.forEach((target, stages) -> grid.add(el("figure")
                .add(Marks.labelled(
                        el("figcaption")
                                .add(Marks.chip(words.targets(), target.id(), words.target(target.id())))
                                .add(el("small").text(end(stages))),
                        latencies.label(target)))
                .add(new Waterfall(target.id(), stages, scale, words).draw())));
        return List.of(new Drawing(grid), new Note(note(drawn)), new Behind(table(drawn)));
    }

    private String end(List<Waterfall.Bar> stages) {
        return words.micros(
                stages.stream().mapToDouble(Waterfall.Bar::toUs).max().orElse(0));
    }

    private String note(List<TargetRun> drawn) {
        long negative = drawn.stream()
                .flatMap(one -> one.stages().stream())
                .mapToLong(StageTimes::negative)
                .sum();
        boolean parted = drawn.stream().flatMap(one -> one.stages().stream()).anyMatch(StageSection::isOfTheBroker);
        return words.say("The pale bar runs in parallel: the answer to the sender is not on the way to the"
                        + " handler.")
                + (parted
                        ? " "
                                + words.say(
                                        "The stages before and after the broker’s timestamp are parts of the one below them.")
                        : "")
                + " "
                + words.say(
                        "Samples below zero because of clock error: {0}. They are counted, not dropped.",
                        words.count(negative));
    }

    private static boolean isOfTheBroker(StageTimes stage) {
        return stage.name().equals("send-to-broker");
    }

    private FigureTable table(List<TargetRun> drawn) {
        List<Cell> head = List.of(
                cells.words("Target"),
                cells.words("Stage"),
                cells.figure("p50"),
                cells.figure("p99"),
                cells.figure("Clock error"),
                cells.figure("Below zero"),
                cells.figure("Samples"));
        List<List<Cell>> rows = new ArrayList<>();
        drawn.forEach(target -> {
            for (StageTimes stage : target.stages()) {
                double error = stage.clockErrorUs();
                rows.add(List.of(
                        latencies.named(target),
                        Cell.words(words.term(Words.spaced(stage.name()))),
                        Cell.figure(words.micros(stage.times().getValueAtPercentile(50))),
                        Cell.figure(words.micros(stage.times().getValueAtPercentile(99))),
                        Cell.figure(error > 0 ? "± " + words.micros(error) : words.say("none")),
                        cells.count(stage.negative()),
                        cells.count(stage.times().getTotalCount())));
            }
        });
        return FigureTable.of(words.say("Stages as a table, with the 99th percentile"), head, rows);
    }
}
