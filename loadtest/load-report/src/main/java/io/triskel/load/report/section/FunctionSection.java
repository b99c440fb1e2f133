package io.triskel.load.report.section;

import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.WorkerRun;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What functions did at level function: instances, cold starts, batches. */
final class FunctionSection {
    private final List<TargetRun> targets;
    private final Words words;
    private final Cells cells;
    private final EmulatorLatency latencies;

    private FunctionSection(Material material, List<TargetRun> targets) {
        this.targets = targets;
        this.words = material.words();
        this.cells = new Cells(words);
        this.latencies = material.latencies();
    }

    static Optional<Section> of(Material material) {
        List<TargetRun> targets =
                material.having(one -> !one.figures(WorkerRun::functions).isEmpty());
        return targets.isEmpty() ? Optional.empty() : Optional.of(new FunctionSection(material, targets).section());
    }

    /** The numbers that one target's functions reported. */
    private record Told(Map<String, Double> functions, Map<String, Double> reporting) {
        static Told of(TargetRun target) {
            return new Told(target.figures(WorkerRun::functions), target.figures(WorkerRun::reporting));
        }

        Optional<Double> function(String name) {
            return Optional.ofNullable(functions.get(name));
        }

        Optional<Double> telling(String name) {
            return Optional.ofNullable(reporting.get(name));
        }

        double perInvocation(double what) {
            return what / Math.max(1, functions.getOrDefault("invocations", 0.0));
        }
    }

    private Section section() {
        List<Cell> head = new ArrayList<>(List.of(cells.words("Functions")));
        targets.forEach(one -> head.add(cells.target(one.id())
                .as(Look.FIGURE)
                .small(words.say(one.evidence().word()))));
        List<List<Cell>> rows = List.of(
                row("Instances", told -> told.function("instances").map(this::count)),
                row("Invocations", told -> told.function("invocations").map(this::count)),
                row("Cold starts", told -> told.function("coldStarts").map(this::count)),
                row(
                        "Share of first invocations",
                        told -> told.function("coldStarts")
                                .map(told::perInvocation)
                                .map(words::percent)),
                times("Process start to first invocation, p50", told -> told.function("initP50Us")),
                times("Process start to first invocation, p99", told -> told.function("initP99Us")),
                row(
                        "Events per invocation",
                        told -> told.telling("events").map(told::perInvocation).map(words::number)),
                row("Largest batch", told -> told.function("largestBatch").map(this::count)),
                times("Reporting an invocation, p50", told -> told.telling("tellingP50Us")),
                times("Reporting an invocation, p99", told -> told.telling("tellingP99Us")));
        List<Block> blocks = new ArrayList<>(List.of(new Plain(FigureTable.of(words.say("Functions"), head, rows))));
        if (targets.stream()
                .anyMatch(one -> Told.of(one).telling("tellingP50Us").isPresent())) {
            blocks.add(new Note(
                    words.say("Reporting is part of an invocation and delays the next batch: this is the measurement’s"
                            + " own overhead.")));
        }
        blocks.addAll(latencies.covered(targets, List.of()));
        return new Section(
                "functions",
                words.say("Functions"),
                words.say("Instances, cold starts and batches"),
                words.say("The functions report these figures, including the warm-up. Counts cover all workers and"
                        + " repetitions; times are the worst of them."),
                Material.evidence(targets),
                blocks);
    }

    private String count(double number) {
        return words.count((long) number);
    }

    private List<Cell> row(String name, Function<Told, Optional<String>> value) {
        return row(name, value, (target, cell) -> cell);
    }

    private List<Cell> times(String name, Function<Told, Optional<Double>> micros) {
        return row(name, told -> micros.apply(told).map(words::micros), latencies::cell);
    }

    private List<Cell> row(
            String name, Function<Told, Optional<String>> value, BiFunction<TargetRun, Cell, Cell> seen) {
        List<Cell> row = new ArrayList<>(List.of(cells.words(name)));
        targets.forEach(one -> row.add(
                seen.apply(one, value.apply(Told.of(one)).map(Cell::figure).orElse(Cell.absent()))));
        return row;
    }
}
