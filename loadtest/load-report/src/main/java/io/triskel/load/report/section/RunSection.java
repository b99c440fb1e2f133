package io.triskel.load.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.Check;
import io.triskel.load.report.result.Result;
import io.triskel.load.report.result.SelfUse;
import io.triskel.load.report.section.Block.Command;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Self-checks, environment, configuration, seed and command: what it takes to trust a run and to repeat it. */
final class RunSection {
    private final LoadRun run;

    private RunSection(LoadRun run) {
        this.run = run;
    }

    static Optional<Section> of(Material material) {
        return material.run().targets().isEmpty() ? Optional.empty() : Optional.of(new RunSection(material.run()).section());
    }

    private Section section() {
        List<Block> blocks = new ArrayList<>();
        Table checks = checks();
        if (!checks.rows().isEmpty()) {
            blocks.add(new Plain(checks));
        }
        blocks.add(new Plain(generator()));
        blocks.add(new Plain(environment()));
        blocks.add(new Plain(configuration()));
        if (!run.command().isBlank()) {
            blocks.add(new Note("The command that made it:"));
            blocks.add(new Command(run.command()));
        }
        return new Section(
                "run",
                "The run",
                run.isValid() ? "How the generator did, and how to repeat the run" : "The generator was not up to it, so no figure may be quoted",
                "Each check decides whether a run may be quoted. One that fails makes all of it invalid; of several processes the worst"
                        + " is shown.",
                List.of(),
                blocks);
    }

    private Table checks() {
        List<List<Cell>> rows = new ArrayList<>();
        for (TargetRun target : run.targets()) {
            for (Check check : target.checks()) {
                rows.add(List.of(
                        Cell.target(target.id()),
                        Cell.words(Words.capitalised(Words.spaced(check.name()))),
                        Cell.figure(Words.with(check.unit(), check.value())),
                        Cell.figure(Words.with(check.unit(), check.limit())),
                        Cell.words(check.ok() ? "held" : "failed").as(check.ok() ? Look.GOOD : Look.ALARM)));
            }
        }
        return Table.of(
                "Self-checks of the generator",
                List.of(Cell.words("Target"), Cell.words("Check"), Cell.figure("Measured"), Cell.figure("Allowed"), Cell.words("Verdict")),
                rows);
    }

    private Table generator() {
        List<List<Cell>> rows = new ArrayList<>();
        for (TargetRun target : run.targets()) {
            Optional<SelfUse> self = target.results().flatMap(one -> one.self().stream()).findFirst();
            rows.add(List.of(
                    Cell.target(target.id()),
                    Cell.count(target.results().mapToLong(Result::late).sum()),
                    Cell.count(target.results().mapToLong(Result::unsent).sum()),
                    self.map(one -> Cell.figure(Words.micros(one.delayP99Us()))).orElse(Cell.absent()),
                    self.map(one -> Cell.figure(Words.number(one.cpuUsPerEvent()) + " µs")).orElse(Cell.absent()),
                    self.map(one -> Cell.figure(Words.millis(one.gcMs()))).orElse(Cell.absent()),
                    Cell.figure("± " + Words.micros(target.clockErrorUs()))));
        }
        return Table.of(
                "The generator",
                List.of(
                        Cell.words("Target"),
                        Cell.figure("Sent late"),
                        Cell.figure("Never sent"),
                        Cell.figure("Schedule delay p99"),
                        Cell.figure("Processor per event"),
                        Cell.figure("Garbage collection"),
                        Cell.figure("Clock error")),
                rows);
    }

    private Table environment() {
        List<List<Cell>> rows = new ArrayList<>();
        for (TargetRun target : run.targets()) {
            Result first = target.first();
            rows.add(row(target.id(), "Stack", first.stack()));
            first.units().forEach((unit, count) -> rows.add(row(target.id(), "Units", Words.number(count) + " " + Words.spaced(unit))));
            rows.add(row(target.id(), "Evidence", first.evidence().word()));
            rows.add(row(target.id(), "Repeats × workers", target.repeats().size() + " × " + first.workers()));
            first.environment().forEach((name, value) -> rows.add(row(target.id(), Words.capitalised(name), value)));
        }
        return Table.of("Environment", List.of(Cell.words("Target"), Cell.words("What"), Cell.words("Value")), rows);
    }

    private static List<Cell> row(String target, String name, String value) {
        return List.of(Cell.target(target), Cell.words(name), Cell.words(value.isBlank() ? Words.ABSENT : value));
    }

    private Table configuration() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("seed", Words.list(run.seeds().stream().map(String::valueOf).toList()));
        flatten("", run.workload(), values);
        List<List<Cell>> rows = new ArrayList<>();
        values.forEach((name, value) -> rows.add(List.of(Cell.words(name), Cell.words(value.isBlank() ? Words.ABSENT : value))));
        return Table.of("Configuration: the workload, bytes, seconds and events per second", List.of(Cell.words("Field"), Cell.words("Value")), rows);
    }

    private static void flatten(String path, JsonNode node, Map<String, String> values) {
        if (node.isValueNode()) {
            values.put(path, node.asText());
        }
        node.properties().forEach(member ->
                flatten(path.isEmpty() ? member.getKey() : path + "." + member.getKey(), member.getValue(), values));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(path + "[" + i + "]", node.get(i), values);
            }
        }
    }
}
