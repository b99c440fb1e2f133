package io.triskel.load.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.WorkerRun;
import io.triskel.load.report.section.Block.Command;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.RunVerdict.Check;
import io.triskel.load.result.SelfUse;
import io.triskel.load.result.Sending;
import io.triskel.load.result.Sending.Held;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Self-checks, environment, configuration, seed and command: the data needed to trust a run and to repeat it. */
final class RunSection {
    private final LoadRun run;
    private final Words words;
    private final Cells cells;
    private final EmulatorLatency latencies;

    private RunSection(Material material) {
        this.run = material.run();
        this.words = material.words();
        this.cells = new Cells(words);
        this.latencies = material.latencies();
    }

    static Optional<Section> of(Material material) {
        return material.run().targets().isEmpty() ? Optional.empty() : Optional.of(new RunSection(material).section());
    }

    private Section section() {
        List<Block> blocks = new ArrayList<>();
        FigureTable checks = checks();
        if (!checks.rows().isEmpty()) {
            blocks.add(new Plain(checks));
        }
        blocks.add(new Plain(generator()));
        FigureTable sending = sending();
        if (!sending.rows().isEmpty()) {
            blocks.add(new Plain(sending));
            blocks.add(new Note(
                    words.say("Time at the limit is the generator’s own if the target answered within twice its idle"
                            + " time, else the target’s. Waiting that the order of keys asks for is nobody’s fault.")));
            blocks.addAll(latencies.covered(run.targets(), List.of()));
        }
        blocks.add(new Plain(environment()));
        blocks.add(new Plain(configuration()));
        if (!run.command().isBlank()) {
            blocks.add(new Note(words.say("Command:")));
            blocks.add(new Command(run.command()));
        }
        return new Section(
                "run",
                words.say("The run"),
                run.isValid()
                        ? words.say("How the generator performed, and how to repeat the run")
                        : words.say("The run is invalid, so no figure may be quoted"),
                words.say("Each check decides whether a run may be quoted. One failed check makes the whole run"
                        + " invalid. If a run has several processes, the worst value is shown."),
                List.of(),
                blocks);
    }

    private FigureTable checks() {
        Map<String, Check> all = new LinkedHashMap<>();
        run.targets().forEach(target -> target.checks().forEach(check -> all.putIfAbsent(check.name(), check)));
        List<List<Cell>> rows = new ArrayList<>();
        for (Check check : all.values()) {
            List<Cell> row = new ArrayList<>();
            row.add(Cell.words(Words.capitalised(words.term(Words.spaced(check.name())))));
            row.add(Cell.figure(words.with(check.unit(), check.limit())));
            run.targets()
                    .forEach(target -> row.add(target.checks().stream()
                            .filter(one -> one.name().equals(check.name()))
                            .findFirst()
                            .map(this::measured)
                            .orElse(Cell.absent())));
            rows.add(row);
        }
        return FigureTable.of(
                words.say("Self-checks of the generator"),
                head(Look.FIGURE, cells.words("Check"), cells.figure("Limit")),
                rows);
    }

    private Cell measured(Check check) {
        return Cell.figure(words.with(check.unit(), check.value())).as(check.ok() ? Look.GOOD : Look.ALARM);
    }

    /** {@return these columns, followed by one for each target} */
    private List<Cell> head(Look look, Cell... before) {
        List<Cell> head = new ArrayList<>(List.of(before));
        run.targets().forEach(target -> head.add(cells.target(target.id()).as(look)));
        return head;
    }

    private FigureTable generator() {
        List<List<Cell>> rows = new ArrayList<>();
        for (TargetRun target : run.targets()) {
            Optional<SelfUse> self =
                    target.results().flatMap(one -> one.run().self().stream()).findFirst();
            rows.add(List.of(
                    cells.target(target.id()),
                    cells.count(
                            target.results().mapToLong(one -> one.run().late()).sum()),
                    cells.count(target.results()
                            .mapToLong(one -> one.run().unsent())
                            .sum()),
                    self.map(one -> Cell.figure(words.micros(one.scheduleDelayP50Us()) + " / "
                                    + words.micros(one.scheduleDelayP99Us())))
                            .orElse(Cell.absent()),
                    self.map(one -> Cell.figure(words.number(one.cpuUsPerEvent()) + " µs"))
                            .orElse(Cell.absent()),
                    self.map(one -> Cell.figure(words.millis(one.gcMs()))).orElse(Cell.absent()),
                    Cell.figure("± " + words.micros(target.clockErrorUs()))));
        }
        return FigureTable.of(
                words.say("The generator"),
                List.of(
                        cells.words("Target"),
                        cells.figure("Sent late"),
                        cells.figure("Never sent"),
                        cells.figure("Schedule delay p50 / p99"),
                        cells.figure("CPU per event"),
                        cells.figure("Garbage collection"),
                        cells.figure("Clock error")),
                rows);
    }

    /** {@return calls in flight and who held events back, of each target's worst process; no row of older results} */
    private FigureTable sending() {
        List<List<Cell>> rows = new ArrayList<>();
        for (TargetRun target : run.targets()) {
            target.results()
                    .flatMap(one -> one.run().sending().stream())
                    .max(Comparator.comparingDouble(one -> one.generator().share()))
                    .ifPresent(one -> rows.add(sending(target, one)));
        }
        return FigureTable.of(
                words.say("Calls in flight, and who held events back for over 10 ms"),
                List.of(
                        cells.words("Target"),
                        cells.figure("Calls in flight, limit"),
                        cells.figure("Idle answer"),
                        cells.figure("At the limit, own"),
                        cells.figure("Generator"),
                        cells.figure("Its p50 / p90 / p99 / p99.9"),
                        cells.figure("Target"),
                        cells.figure("Order of keys")),
                rows);
    }

    private List<Cell> sending(TargetRun target, Sending one) {
        Held own = one.generator();
        String waits = Stream.of(own.p50Us(), own.p90Us(), own.p99Us(), own.p999Us())
                .map(words::micros)
                .collect(Collectors.joining(" / "));
        return List.of(
                cells.target(target.id()),
                Cell.figure(words.count(one.mostCalls()) + " / " + words.count(one.limit())),
                latencies.cell(target, Cell.figure(words.micros(one.idleAnswerUs()))),
                Cell.figure(words.percent(one.atLimit()) + " / " + words.percent(one.atOwnLimit())),
                Cell.figure(words.percent(own.share())),
                Cell.figure(waits),
                Cell.figure(words.percent(one.target().share())),
                Cell.figure(words.percent(one.order().share())));
    }

    private FigureTable environment() {
        Map<String, Map<String, String>> byName = new LinkedHashMap<>();
        for (TargetRun target : run.targets()) {
            WorkerRun first = target.first();
            note(byName, words.say("Configuration"), target, first.run().stack());
            note(byName, words.say("Units"), target, units(target));
            note(
                    byName,
                    words.say("Evidence"),
                    target,
                    words.say(first.run().evidence().word()));
            note(
                    byName,
                    words.say("Repetitions × workers"),
                    target,
                    target.repeats().size() + " × " + first.run().workers());
            first.environment()
                    .forEach((name, value) -> note(byName, Words.capitalised(words.term(name)), target, value));
        }
        List<List<Cell>> rows = new ArrayList<>();
        byName.forEach((name, values) -> {
            List<Cell> row = new ArrayList<>(List.of(Cell.words(name)));
            run.targets().forEach(target -> row.add(Cell.words(values.getOrDefault(target.id(), Words.ABSENT))));
            rows.add(row);
        });
        return FigureTable.of(words.say("Environment"), head(Look.WORDS, cells.words("Name")), rows);
    }

    private String units(TargetRun target) {
        return words.list(target.units().entrySet().stream()
                .map(unit -> words.number(unit.getValue()) + " " + words.term(Words.spaced(unit.getKey())))
                .toList());
    }

    private static void note(Map<String, Map<String, String>> byName, String name, TargetRun target, String value) {
        if (!value.isBlank()) {
            byName.computeIfAbsent(name, unseen -> new LinkedHashMap<>()).put(target.id(), value);
        }
    }

    private FigureTable configuration() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("seed", words.list(run.seeds().stream().map(String::valueOf).toList()));
        flatten("", run.workload(), values);
        List<List<Cell>> rows = new ArrayList<>();
        values.forEach((name, value) ->
                rows.add(List.of(Cell.words(name), Cell.words(value.isBlank() ? Words.ABSENT : value))));
        return FigureTable.of(
                words.say("Workload, in bytes, seconds and events per second"),
                List.of(cells.words("Field"), cells.words("Value")),
                rows);
    }

    private static void flatten(String path, JsonNode node, Map<String, String> values) {
        if (node.isValueNode()) {
            values.put(path, node.asText());
        }
        node.properties()
                .forEach(member -> flatten(
                        path.isEmpty() ? member.getKey() : path + "." + member.getKey(), member.getValue(), values));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(path + "[" + i + "]", node.get(i), values);
            }
        }
    }
}
