package io.triskel.load.report.section;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.chart.PercentileChart;
import io.triskel.load.report.chart.Scale;
import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.merge.Estimate;
import io.triskel.load.report.merge.Figure;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.LatencyTimes;
import io.triskel.load.report.section.Block.Behind;
import io.triskel.load.report.section.Block.Drawing;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** Latency by percentile, counted from the moment at which an event was due, and from the moment at which it was sent. */
final class LatencySection {
    private final Material material;
    private final List<TargetRun> targets;
    private final Words words;
    private final Cells cells;
    private final EmulatorLatency latencies;

    private LatencySection(Material material, List<TargetRun> targets) {
        this.material = material;
        this.targets = targets;
        this.words = material.words();
        this.cells = new Cells(words);
        this.latencies = material.latencies();
    }

    static Optional<Section> of(Material material) {
        List<TargetRun> targets = material.having(one -> one.latency()
                .filter(times -> times.corrected().getTotalCount() > 0)
                .isPresent());
        return targets.isEmpty() ? Optional.empty() : Optional.of(new LatencySection(material, targets).section());
    }

    private Section section() {
        List<Block> blocks = new ArrayList<>(blocks(latencies.shown(targets)));
        blocks.addAll(latencies.covered(targets, blocks(latencies.hidden(targets))));
        return new Section(
                "latency",
                words.say("Latency"),
                material.mayClaim() ? claim() : words.say("Latency by percentile"),
                words.say("Measured from the moment each event was due, so a stalled generator or bus cannot hide"
                        + " its waits. Both axes are logarithmic, and all panels share them. All workers and"
                        + " repetitions are merged bucket by bucket."),
                Material.evidence(targets),
                blocks);
    }

    /** {@return the charts and the table of these targets, on a scale of their own; none for no target} */
    private List<Block> blocks(List<TargetRun> drawn) {
        if (drawn.isEmpty()) {
            return List.of();
        }
        Map<String, Histogram> corrected = times(drawn, LatencyTimes::corrected);
        Map<String, Histogram> actual = times(drawn, LatencyTimes::actual);
        Scale scale = scale(corrected, actual, objective());
        Element charts = el("div", "g2")
                .add(figure(
                        "From when an event was due",
                        "the figure that counts",
                        latencies.caption(drawn),
                        corrected,
                        scale,
                        objective()));
        if (!actual.isEmpty()) {
            charts.add(figure(
                    "From when it was sent",
                    "what a closed loop would have seen",
                    latencies.caption(drawn),
                    actual,
                    scale,
                    OptionalDouble.empty()));
        }
        return List.of(new Drawing(charts), new Behind(table(drawn)));
    }

    private static Map<String, Histogram> times(List<TargetRun> drawn, Function<LatencyTimes, Histogram> kind) {
        Map<String, Histogram> times = new LinkedHashMap<>();
        for (TargetRun target : drawn) {
            Histogram histogram = kind.apply(target.latency().orElseThrow());
            if (histogram.getTotalCount() > 0) {
                times.put(target.id(), histogram);
            }
        }
        return times;
    }

    private static Scale scale(Map<String, Histogram> one, Map<String, Histogram> other, OptionalDouble objective) {
        List<Histogram> all = new ArrayList<>(one.values());
        all.addAll(other.values());
        double lowest = all.stream().mapToDouble(Histogram::getMinValue).min().orElse(1);
        double highest = all.stream()
                .mapToDouble(times -> times.getValueAtPercentile(99.99))
                .max()
                .orElse(1);
        return Scale.logarithmic(Math.max(1, lowest), Math.max(highest, objective.orElse(0) * 1.1));
    }

    private OptionalDouble objective() {
        return targets.stream()
                .flatMap(one -> one.objectives().stream())
                .filter(one -> one.name().equals("p99") && one.unit().equals("ms"))
                .mapToDouble(one -> one.limit() * 1000)
                .findFirst();
    }

    private Element figure(
            String caption,
            String small,
            String label,
            Map<String, Histogram> times,
            Scale scale,
            OptionalDouble objective) {
        return el("figure")
                .add(Marks.labelled(
                        el("figcaption")
                                .text(words.say(caption))
                                .add(el("small").text(words.say(small))),
                        label))
                .add(new PercentileChart(times, scale, objective, words).draw());
    }

    private String claim() {
        return material.run()
                .leader(Figure.P99)
                .flatMap(one -> one.estimate(Figure.P99)
                        .map(Estimate::value)
                        .map(value -> words.say(
                                "{0} is fastest at the 99th percentile, with {1}",
                                words.target(one.id()), words.millis(value))))
                .orElse(words.say("At the 99th percentile no target is clearly fastest"));
    }

    private FigureTable table(List<TargetRun> drawn) {
        List<Cell> head = new ArrayList<>(List.of(cells.words("Target"), cells.words("Measured from")));
        PercentileChart.MARKED.forEach(one -> head.add(Cell.figure(words.percentile(one))));
        head.add(cells.figure("highest"));
        head.add(cells.figure("events"));
        List<List<Cell>> rows = new ArrayList<>();
        for (TargetRun target : drawn) {
            LatencyTimes latency = target.latency().orElseThrow();
            rows.add(row(target, "due", latency.corrected()));
            rows.add(row(target, "sent", latency.actual()));
        }
        return FigureTable.of(words.say("Latency as a table"), head, rows);
    }

    private List<Cell> row(TargetRun target, String from, Histogram times) {
        List<Cell> row = new ArrayList<>(List.of(latencies.named(target), cells.words(from)));
        for (double percentile : PercentileChart.MARKED) {
            boolean seen = times.getTotalCount() >= 1 / (1 - percentile / 100) - 0.5;
            row.add(seen ? Cell.figure(words.micros(times.getValueAtPercentile(percentile))) : Cell.absent());
        }
        row.add(times.getTotalCount() > 0 ? Cell.figure(words.micros(times.getMaxValue())) : Cell.absent());
        row.add(cells.count(times.getTotalCount()));
        return row;
    }
}
