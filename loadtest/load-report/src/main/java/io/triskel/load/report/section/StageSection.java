package io.triskel.load.report.section;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.chart.Scale;
import io.triskel.load.report.chart.Waterfall;
import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.Stage;
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
    private final Map<TargetRun, List<Waterfall.Bar>> bars = new LinkedHashMap<>();

    private StageSection(List<TargetRun> targets) {
        this.targets = targets;
        targets.forEach(target -> bars.put(target, bars(target)));
    }

    static Optional<Section> of(Material material) {
        List<TargetRun> targets = material.having(one -> !one.stages().isEmpty());
        return targets.isEmpty() ? Optional.empty() : Optional.of(new StageSection(targets).section());
    }

    private static List<Waterfall.Bar> bars(TargetRun target) {
        Map<String, Double> medians = new LinkedHashMap<>();
        target.stages()
                .forEach(stage ->
                        medians.put(stage.name(), (double) stage.times().getValueAtPercentile(50)));
        return Waterfall.laidOut(medians, target.clockErrorUs());
    }

    private Section section() {
        double longest = bars.values().stream()
                .flatMap(List::stream)
                .mapToDouble(bar -> bar.toUs() + bar.errorUs())
                .max()
                .orElse(1);
        Scale scale = Scale.linear(longest, targets.size() == 3 ? 3 : 5);
        Element grid = el("div", targets.size() == 4 ? "g2" : "g" + Math.min(3, targets.size()));
        bars.forEach((target, stages) -> grid.add(el("figure")
                .add(el("figcaption")
                        .add(Marks.chip(target.id()))
                        .add(el("small").text(end(stages))))
                .add(new Waterfall(target.id(), stages, scale).draw())));
        return new Section(
                "stages",
                "Stages",
                "Where an event’s time goes",
                "Medians of each stage, one behind another. A bracket is the clock error, wherever a stage begins on one process’s clock"
                        + " and ends on another’s.",
                Material.evidence(targets),
                List.of(new Drawing(grid), new Note(note()), new Behind(table())));
    }

    private static String end(List<Waterfall.Bar> stages) {
        return Words.micros(
                stages.stream().mapToDouble(Waterfall.Bar::toUs).max().orElse(0));
    }

    private String note() {
        long negative = targets.stream()
                .flatMap(one -> one.stages().stream())
                .mapToLong(Stage::negative)
                .sum();
        return "The pale bar runs beside the others: the answer to the sender is not on the way to the handler. "
                + (negative == 0 ? "No sample" : Words.of(negative, "sample"))
                + " came out below zero by the clocks’ error; such samples are counted, not dropped.";
    }

    private Table table() {
        List<Cell> head = List.of(
                Cell.words("Target"),
                Cell.words("Stage"),
                Cell.figure("p50"),
                Cell.figure("p99"),
                Cell.figure("Clock error"),
                Cell.figure("Below zero"),
                Cell.figure("Samples"));
        List<List<Cell>> rows = new ArrayList<>();
        bars.forEach((target, drawn) -> {
            List<Stage> stages = target.stages();
            for (int i = 0; i < stages.size(); i++) {
                Stage stage = stages.get(i);
                double error = drawn.get(i).errorUs();
                rows.add(List.of(
                        Cell.target(target.id()),
                        Cell.words(Words.spaced(stage.name())),
                        Cell.figure(Words.micros(stage.times().getValueAtPercentile(50))),
                        Cell.figure(Words.micros(stage.times().getValueAtPercentile(99))),
                        Cell.figure(error > 0 ? "± " + Words.micros(error) : "none"),
                        Cell.count(stage.negative()),
                        Cell.count(stage.times().getTotalCount())));
            }
        });
        return Table.of("Stages as a table, with the 99th percentile", head, rows);
    }
}
