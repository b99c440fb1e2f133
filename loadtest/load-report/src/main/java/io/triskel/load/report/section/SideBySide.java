package io.triskel.load.report.section;

import io.triskel.load.report.chart.IntervalStrip;
import io.triskel.load.report.merge.Bracket;
import io.triskel.load.report.merge.Estimate;
import io.triskel.load.report.merge.Figure;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Evidence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** All targets in one table. */
final class SideBySide {
    private static final int MOST_WITH_STRIPS = 5;

    private final Material material;
    private final LoadRun run;
    private final Words words;
    private final Cells cells;
    private final EmulatorLatency latencies;

    private SideBySide(Material material) {
        this.material = material;
        this.run = material.run();
        this.words = material.words();
        this.cells = new Cells(words);
        this.latencies = material.latencies();
    }

    static Optional<Section> of(Material material) {
        return material.run().targets().isEmpty() ? Optional.empty() : Optional.of(new SideBySide(material).section());
    }

    private Section section() {
        List<Cell> head = new ArrayList<>();
        head.add(cells.words("Figure"));
        run.targets()
                .forEach(one -> head.add(cells.target(one.id())
                        .as(Look.FIGURE)
                        .small(words.say(one.evidence().word()))));
        if (hasStrips()) {
            head.add(cells.figure(run.repeats() > 1 ? "95% intervals, from zero" : "From zero"));
        }
        List<List<Cell>> rows = new ArrayList<>();
        Figure.all().forEach(figure -> row(figure).ifPresent(rows::add));
        capacity().ifPresent(rows::add);
        List<Block> blocks = new ArrayList<>(
                List.of(new Plain(FigureTable.big(words.say("Side by side"), head, rows)), new Note(note())));
        blocks.addAll(latencies.covered(run.targets(), List.of()));
        return new Section(
                "summary",
                words.say("Side by side"),
                material.mayClaim() ? claim() : words.say("The targets side by side"),
                run.repeats() > 1
                        ? words.say(
                                "Each figure is the mean of its repetitions, with Student’s 95% interval below. A dot"
                                        + " marks a lead: the interval overlaps no other. Only clouds can lead.")
                        : words.say("Each figure comes from one repetition, so it has no interval and no target leads."
                                + " Repeat the run to learn how much is chance."),
                run.evidence(),
                blocks);
    }

    private String note() {
        return words.say("Latency runs from the moment an event was due to its handling. Capacity is a bracket:"
                + " the rate that passed and the first that failed. Lost, out of order and corrupted events"
                + " are counted over all repetitions; every event was checked. Memory is one JVM: a floor"
                + " that is never ranked.");
    }

    private String claim() {
        Map<String, List<String>> leads = new LinkedHashMap<>();
        for (Figure figure : Figure.all()) {
            figure.topic()
                    .flatMap(topic -> run.leader(figure))
                    .ifPresent(target -> leads.computeIfAbsent(words.target(target.id()), id -> new ArrayList<>())
                            .add(words.say(figure.topic().orElseThrow())));
        }
        List<String> claims = new ArrayList<>();
        leads.forEach((target, figures) -> claims.add(
                words.say(claims.isEmpty() ? "{0} is ahead on {1}" : "{0} on {1}", target, words.list(figures))));
        return claims.isEmpty() ? words.say("No target is clearly ahead in any figure") : words.list(claims);
    }

    private Optional<List<Cell>> row(Figure figure) {
        List<Cell> row = new ArrayList<>();
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        Optional<TargetRun> leader = figure.isExact() ? Optional.empty() : run.leader(figure);
        row.add(Cell.words(Words.capitalised(name(figure)))
                .small(figure.unit().isEmpty() ? "" : words.say("{0}, lower is better", words.term(figure.unit()))));
        for (TargetRun target : run.targets()) {
            Optional<Estimate> estimate = target.estimate(figure);
            estimate.ifPresent(one -> estimates.put(target.id(), one));
            boolean leads = leader.filter(one -> one == target).isPresent();
            Cell cell = estimate.map(one -> cell(target, figure, one, leads)).orElse(Cell.absent());
            row.add(figure.isTime() ? latencies.cell(target, cell) : cell);
        }
        if (estimates.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Estimate> shown = new LinkedHashMap<>(estimates);
        if (figure.isTime()) {
            latencies.hidden(run.targets()).forEach(one -> shown.remove(one.id()));
        }
        if (hasStrips()) {
            row.add(
                    shown.size() == estimates.size()
                            ? strip(estimates)
                            : strip(shown).over(strip(estimates)));
        }
        return Optional.of(row);
    }

    /** {@return whether there is room for drawings of the figures next to them} */
    private boolean hasStrips() {
        return run.targets().size() <= MOST_WITH_STRIPS;
    }

    private Cell strip(Map<String, Estimate> estimates) {
        Cell empty = Cell.figure("");
        if (estimates.isEmpty()) {
            return empty;
        }
        boolean isNone = estimates.values().stream().allMatch(one -> one.value() == 0);
        return isNone
                ? empty.small(words.say("none on any target"))
                : empty.drawing(IntervalStrip.of(estimates, words.targets()).draw());
    }

    private Cell cell(TargetRun target, Figure figure, Estimate estimate, boolean leads) {
        if (figure.isExact()) {
            double sum = target.repeats().stream()
                    .map(repeat -> figure.extraction().apply(repeat))
                    .mapToDouble(value -> value.orElse(0))
                    .sum();
            return cells.count((long) sum).as(sum > 0 ? Look.ALARM : Look.FIGURE);
        }
        Look plain = target.evidence() == Evidence.MEMORY ? Look.MUTED : Look.FIGURE;
        return cells.estimate(estimate).as(leads ? Look.LEAD : plain);
    }

    private String name(Figure figure) {
        String name = words.say(figure.name());
        return figure.unit().equals("ms") ? words.say("latency, {0}", name) : name;
    }

    private Optional<List<Cell>> capacity() {
        if (material.having(one -> one.capacity().isPresent()).isEmpty()) {
            return Optional.empty();
        }
        List<Cell> row = new ArrayList<>();
        String unit = run.targets().stream()
                .flatMap(one -> one.capacity().stream())
                .map(Bracket::unit)
                .findFirst()
                .orElse("");
        row.add(cells.words("Capacity").small(words.say("{0}, higher is better", words.term(unit))));
        for (TargetRun target : run.targets()) {
            row.add(target.capacity()
                    .map(one -> Cell.figure(words.number(one.passed())).small(bracket(one.passed(), one.failed())))
                    .orElse(Cell.absent()));
        }
        if (hasStrips()) {
            row.add(Cell.figure("").small(words.say("see Capacity")));
        }
        return Optional.of(row);
    }

    private String bracket(double passed, OptionalDouble failed) {
        return failed.isPresent()
                ? "[" + words.number(passed) + ", " + words.number(failed) + "]"
                : words.say("or more");
    }
}
