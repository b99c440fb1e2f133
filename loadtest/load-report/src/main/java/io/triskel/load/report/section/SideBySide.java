package io.triskel.load.report.section;

import io.triskel.load.report.chart.IntervalStrip;
import io.triskel.load.report.merge.Bracket;
import io.triskel.load.report.merge.Estimate;
import io.triskel.load.report.merge.Figure;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.Evidence;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.section.Block.Plain;
import io.triskel.load.report.section.Cell.Look;
import io.triskel.load.report.words.TargetName;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** All targets in one table. */
final class SideBySide {
    private final Material material;
    private final LoadRun run;

    private SideBySide(Material material) {
        this.material = material;
        this.run = material.run();
    }

    static Optional<Section> of(Material material) {
        return material.run().targets().isEmpty() ? Optional.empty() : Optional.of(new SideBySide(material).section());
    }

    private Section section() {
        List<Cell> head = new ArrayList<>();
        head.add(Cell.words("Figure"));
        run.targets()
                .forEach(one -> head.add(Cell.target(one.id())
                        .as(Look.FIGURE)
                        .small(one.evidence().word())));
        head.add(Cell.figure(run.repeats() > 1 ? "95 % intervals, from zero" : "From zero"));
        List<List<Cell>> rows = new ArrayList<>();
        Figure.all().forEach(figure -> row(figure).ifPresent(rows::add));
        capacity().ifPresent(rows::add);
        return new Section(
                "summary",
                "Side by side",
                material.mayClaim() ? claim() : "The targets side by side",
                run.repeats() > 1
                        ? "Each figure is the mean of its repeats, with Student’s 95 % interval below. A dot marks a lead, only where"
                                + " that interval overlaps no other, and only between clouds."
                        : "Each figure comes from one repeat. It has no interval, so no target leads: repeat the run to learn how far"
                                + " chance reaches.",
                run.evidence(),
                List.of(new Plain(new Table("Side by side", true, head, rows)), new Note(note())));
    }

    private String note() {
        return "Latency counts from the moment at which an event was due, from publication to handling. Capacity is a bracket and no"
                + " interval: the rate that passed and the first that failed. Lost, out of order and corrupted are counts of all"
                + " repeats: each event was looked for. Memory is one JVM, the floor, and never ranked.";
    }

    private String claim() {
        Map<String, List<String>> leads = new LinkedHashMap<>();
        for (Figure figure : Figure.all()) {
            figure.topic()
                    .flatMap(topic -> run.leader(figure))
                    .ifPresent(target -> leads.computeIfAbsent(TargetName.of(target.id()), id -> new ArrayList<>())
                            .add(figure.topic().orElseThrow()));
        }
        List<String> claims = new ArrayList<>();
        leads.forEach((target, figures) ->
                claims.add(target + (claims.isEmpty() ? " is ahead on " : " on ") + Words.list(figures)));
        return claims.isEmpty() ? "No target is clearly ahead in any figure" : Words.list(claims);
    }

    private Optional<List<Cell>> row(Figure figure) {
        List<Cell> row = new ArrayList<>();
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        Optional<TargetRun> leader = figure.isExact() ? Optional.empty() : run.leader(figure);
        row.add(Cell.words(Words.capitalised(figure.unit().equals("ms") ? "latency, " + figure.name() : figure.name()))
                .small(figure.unit().isEmpty() ? "" : figure.unit() + ", lower is better"));
        for (TargetRun target : run.targets()) {
            Optional<Estimate> estimate = target.estimate(figure);
            estimate.ifPresent(one -> estimates.put(target.id(), one));
            boolean leads = leader.filter(one -> one == target).isPresent();
            row.add(estimate.map(one -> cell(target, figure, one, leads)).orElse(Cell.absent()));
        }
        if (estimates.isEmpty()) {
            return Optional.empty();
        }
        boolean isNone = estimates.values().stream().allMatch(one -> one.value() == 0);
        row.add(
                isNone
                        ? Cell.figure("").small("none on any target")
                        : Cell.figure("").drawing(new IntervalStrip(estimates).draw()));
        return Optional.of(row);
    }

    private Cell cell(TargetRun target, Figure figure, Estimate estimate, boolean leads) {
        if (figure.isExact()) {
            double sum = target.repeats().stream()
                    .map(repeat -> figure.extraction().apply(repeat))
                    .mapToDouble(value -> value.orElse(0))
                    .sum();
            return Cell.count((long) sum).as(sum > 0 ? Look.ALARM : Look.FIGURE);
        }
        String interval = estimate.interval()
                .filter(one -> one.high() > 0)
                .map(one -> Words.number(one.low()) + " to " + Words.number(one.high()))
                .orElse("");
        Look plain = target.evidence() == Evidence.MEMORY ? Look.MUTED : Look.FIGURE;
        return Cell.figure(Words.number(estimate.value())).small(interval).as(leads ? Look.LEAD : plain);
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
        row.add(Cell.words("Capacity").small(unit + ", higher is better"));
        for (TargetRun target : run.targets()) {
            row.add(target.capacity()
                    .map(one -> Cell.figure(Words.number(one.passed())).small(bracket(one.passed(), one.failed())))
                    .orElse(Cell.absent()));
        }
        row.add(Cell.figure("").small("see Capacity"));
        return Optional.of(row);
    }

    private static String bracket(double passed, OptionalDouble failed) {
        return failed.isPresent() ? "[" + Words.number(passed) + ", " + Words.number(failed) + "]" : "or more";
    }
}
