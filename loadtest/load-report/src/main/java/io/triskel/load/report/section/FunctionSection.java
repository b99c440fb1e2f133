package io.triskel.load.report.section;

import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.Result;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What functions did at level function: instances, cold starts, batches. */
final class FunctionSection {
    private final List<TargetRun> targets;
    private final Words words;
    private final Cells cells;

    private FunctionSection(Material material, List<TargetRun> targets) {
        this.targets = targets;
        this.words = material.words();
        this.cells = new Cells(words);
    }

    static Optional<Section> of(Material material) {
        List<TargetRun> targets =
                material.having(one -> !one.figures(Result::functions).isEmpty());
        return targets.isEmpty() ? Optional.empty() : Optional.of(new FunctionSection(material, targets).section());
    }

    /** What one target's functions told. */
    private record Told(Map<String, Double> functions, Map<String, Double> reporting) {
        double function(String name) {
            return functions.getOrDefault(name, 0.0);
        }

        double telling(String name) {
            return reporting.getOrDefault(name, 0.0);
        }

        double perInvocation(double what) {
            return what / Math.max(1, function("invocations"));
        }
    }

    private Section section() {
        List<Cell> head = new ArrayList<>(List.of(cells.words("Functions")));
        targets.forEach(one -> head.add(cells.target(one.id())
                .as(Look.FIGURE)
                .small(words.say(one.evidence().word()))));
        List<List<Cell>> rows = List.of(
                row("Instances", told -> words.count((long) told.function("instances"))),
                row("Invocations", told -> words.count((long) told.function("invocations"))),
                row("Cold starts", told -> words.count((long) told.function("coldStarts"))),
                row(
                        "Invocations that were an instance’s first",
                        told -> words.percent(told.perInvocation(told.function("coldStarts")))),
                row("From process to first invocation, p50", told -> words.micros(told.function("initP50Us"))),
                row("From process to first invocation, p99", told -> words.micros(told.function("initP99Us"))),
                row("Events per invocation", told -> words.number(told.perInvocation(told.telling("events")))),
                row("Largest batch", told -> words.count((long) told.function("largestBatch"))),
                row("Telling an invocation, p50", told -> words.micros(told.telling("tellingP50Us"))),
                row("Telling an invocation, p99", told -> words.micros(told.telling("tellingP99Us"))));
        return new Section(
                "functions",
                words.say("Functions"),
                words.say("Instances, cold starts and batches"),
                words.say("Told by the functions themselves, the warm-up included. Counts are of all workers and"
                        + " repeats, times the worst of them."),
                Material.evidence(targets),
                List.of(
                        new Plain(Table.of(words.say("Functions"), head, rows)),
                        new Note(words.say("To tell an invocation is part of it, and keeps the next batch waiting: that"
                                + " is this measurement’s own load."))));
    }

    private List<Cell> row(String name, Function<Told, String> value) {
        List<Cell> row = new ArrayList<>(List.of(cells.words(name)));
        targets.forEach(one -> row.add(
                Cell.figure(value.apply(new Told(one.figures(Result::functions), one.figures(Result::reporting))))));
        return row;
    }
}
