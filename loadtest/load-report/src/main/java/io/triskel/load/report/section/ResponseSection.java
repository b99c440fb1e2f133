package io.triskel.load.report.section;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.report.merge.Response;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Backlog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How targets responded to steps, spikes and backlogs. */
final class ResponseSection {
    private final Material material;
    private final Words words;
    private final Cells cells;
    private final EmulatorLatency latencies;

    private ResponseSection(Material material) {
        this.material = material;
        this.words = material.words();
        this.cells = new Cells(words);
        this.latencies = material.latencies();
    }

    static Optional<Section> of(Material material) {
        return new ResponseSection(material).section();
    }

    private Optional<Section> section() {
        List<TargetRun> targets =
                material.having(one -> !Response.of(one.shown()).isEmpty());
        if (targets.isEmpty()) {
            return Optional.empty();
        }
        boolean functions = targets.stream()
                .flatMap(target -> Response.of(target.shown()).stream())
                .anyMatch(response -> response.instancesAtMost().isPresent());
        List<Cell> head = new ArrayList<>(List.of(
                cells.words("Target"),
                cells.words("Phase"),
                cells.figure("Rate, events/s"),
                cells.figure("At capacity after"),
                cells.figure("Handled at that rate after"),
                cells.figure("Throttled"),
                cells.figure("Worst lag")));
        boolean backlogs =
                targets.stream().anyMatch(target -> target.shown().backlog().isPresent());
        if (backlogs) {
            head.add(cells.figure("Backlog"));
            head.add(cells.figure("Worked off in"));
        }
        if (functions) {
            head.add(cells.figure("Instances before"));
            head.add(cells.figure("Instances at most"));
        }
        List<List<Cell>> rows = new ArrayList<>();
        targets.forEach(target -> rows.addAll(rows(target, backlogs, functions)));
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Plain(FigureTable.of(words.say("Response to rising load and to backlogs"), head, rows)));
        blocks.addAll(latencies.covered(targets, List.of()));
        targets.stream()
                .map(TargetRun::id)
                .filter(Clouds::isSimulated)
                .flatMap(id -> words.targets().clouds().find(Clouds.original(id)).stream())
                .flatMap(cloud -> cloud.simulationNote().stream())
                .forEach(note -> blocks.add(new Note(words.say(note))));
        return Optional.of(new Section(
                "response",
                words.say("Response"),
                words.say("How each target responded when the load rose or consumers paused"),
                words.say("At capacity: 95% of the offered load was accepted in three samples in a row. Handled:"
                        + " within the same five samples, handlers received 95% of the offered load. A dash means"
                        + " never, or not sampled. If the run has several repetitions, this is the one drawn above."),
                Material.evidence(targets),
                blocks));
    }

    private List<List<Cell>> rows(TargetRun target, boolean backlogs, boolean functions) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Response response : Response.of(target.shown())) {
            Optional<Backlog> backlog =
                    response.phase().pausesConsumers() ? target.shown().backlog() : Optional.empty();
            List<Cell> row = new ArrayList<>(List.of(
                    cells.target(target.id()),
                    Cell.words(words.term(response.phase().kind())),
                    cells.number(response.phase().rate()),
                    latencies.cell(target, figure(response.toCapacitySeconds(), "s")),
                    latencies.cell(target, figure(response.toHandlingSeconds(), "s")),
                    response.throttledShare().isPresent()
                            ? Cell.figure(
                                    words.percent(response.throttledShare().getAsDouble()))
                            : Cell.absent(),
                    figure(response.lagAtMost(), "")));
            if (backlogs) {
                row.add(backlog.map(one -> cells.count(one.atMost())).orElse(Cell.absent()));
                row.add(latencies.cell(target, backlog.map(this::drain).orElse(Cell.absent())));
            }
            if (functions) {
                row.add(figure(response.instancesBefore(), ""));
                row.add(figure(response.instancesAtMost(), ""));
            }
            rows.add(row);
        }
        return rows;
    }

    private Cell drain(Backlog backlog) {
        return backlog.drainMs().isPresent()
                ? Cell.figure(words.millis(backlog.drainMs().getAsLong()))
                : cells.figure("never");
    }

    private Cell figure(OptionalDouble value, String unit) {
        return value.isPresent() ? Cell.figure(words.with(unit, value.getAsDouble())) : Cell.absent();
    }
}
