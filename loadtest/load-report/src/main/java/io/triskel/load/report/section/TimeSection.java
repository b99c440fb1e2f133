package io.triskel.load.report.section;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.chart.Scale;
import io.triskel.load.report.chart.TimeChart;
import io.triskel.load.report.html.Element;
import io.triskel.load.report.html.Marks;
import io.triskel.load.report.merge.RepeatRun;
import io.triskel.load.report.merge.Response;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.section.Block.Behind;
import io.triskel.load.report.section.Block.Drawing;
import io.triskel.load.report.section.Block.Note;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.PhaseCounts;
import io.triskel.load.result.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The run, sample by sample. */
final class TimeSection {
    private static final double NOTEWORTHY = 0.001;

    /** If there are more targets than that, each panel names its target. */
    private static final int MOST_COLUMNS = 4;

    private final Material material;
    private final List<TargetRun> targets;
    private final Words words;
    private final Cells cells;
    private final EmulatorLatency latencies;
    private final long lengthMs;

    private TimeSection(Material material, List<TargetRun> targets) {
        this.material = material;
        this.targets = targets;
        this.words = material.words();
        this.cells = new Cells(words);
        this.latencies = material.latencies();
        this.lengthMs = targets.stream().mapToLong(TimeSection::length).max().orElse(1);
    }

    static Optional<Section> of(Material material) {
        List<TargetRun> targets = material.having(one -> one.shown()
                .series()
                .filter(series -> !series.columns().isEmpty())
                .isPresent());
        return targets.isEmpty() ? Optional.empty() : Optional.of(new TimeSection(material, targets).section());
    }

    private static long length(TargetRun target) {
        Series series = target.shown().series().orElseThrow();
        int samples = series.columns().values().stream()
                .mapToInt(one -> one.length)
                .max()
                .orElse(1);
        return (long) Math.max(1, samples) * series.stepMs();
    }

    private Section section() {
        List<TimeMeasure> measures =
                Arrays.stream(TimeMeasure.values()).filter(this::isSampled).toList();
        List<TimeMeasure> drawn =
                measures.stream().filter(this::isEverAboveZero).toList();
        Element grid = el("div", targets.size() > MOST_COLUMNS ? "tgrid g3 many" : "tgrid g" + targets.size());
        targets.forEach(target ->
                grid.add(el("div", "h").add(Marks.chip(words.targets(), target.id(), words.target(target.id())))));
        for (int i = 0; i < drawn.size(); i++) {
            row(grid, drawn.get(i), i == 0, i == drawn.size() - 1);
        }
        List<Block> blocks = new ArrayList<>(List.of(
                new Drawing(el("div", "timeline")
                        .add(new Readout(targets, drawn, latencies, lengthMs, words).element(), grid)),
                new Note(note(measures)),
                new Behind(table())));
        blocks.addAll(latencies.covered(targets, List.of()));
        return new Section(
                "time",
                words.say("Over time"),
                material.mayClaim() ? claim() : words.say("The run, sample by sample"),
                lede(),
                Material.evidence(targets),
                blocks);
    }

    private String lede() {
        RepeatRun shown = targets.get(0).shown();
        int of = targets.get(0).repeats().size();
        int step = series(targets.get(0)).stepMs();
        String samples = words.say("Samples of {0} over {1}.", words.millis(step), Words.clock(lengthMs));
        String repeat = of > 1 ? " " + words.say("Repetition {0} of {1}.", shown.index() + 1, of) : "";
        return samples + repeat + " " + words.say("Panels of a row share their axis.");
    }

    private boolean isSampled(TimeMeasure measure) {
        return targets.stream().anyMatch(target -> measure.of(series(target)).isPresent());
    }

    private boolean isEverAboveZero(TimeMeasure measure) {
        return targets.stream()
                .flatMap(target -> measure.of(series(target)).stream())
                .flatMapToDouble(Arrays::stream)
                .anyMatch(sample -> sample > 0);
    }

    private String note(List<TimeMeasure> measures) {
        List<String> zero = measures.stream()
                .filter(measure -> !isEverAboveZero(measure))
                .map(measure -> words.say(measure.title()).toLowerCase(Locale.ROOT))
                .toList();
        String undrawn = zero.isEmpty()
                ? ""
                : words.say("{0}: always 0 on every target, so not drawn.", Words.capitalised(words.list(zero))) + " ";
        return undrawn
                + words.say("Each pixel column shows its lowest and its highest sample. Percentiles cover the events"
                        + " that ended in the sample. If there are several workers, the highest percentile of any"
                        + " worker is drawn.");
    }

    private static Series series(TargetRun target) {
        return target.shown().series().orElseThrow();
    }

    private void row(Element grid, TimeMeasure measure, boolean first, boolean last) {
        grid.add(el("div", "r").text(words.say(measure.title())).add(el("small").text(words.say(measure.unit()))));
        List<TargetRun> shown = measure.isTime() ? latencies.shown(targets) : targets;
        Scale seen = scale(measure, shown);
        Scale whole = scale(measure, targets);
        for (TargetRun target : targets) {
            Element panel = el("div").add(Marks.chip(words.targets(), target.id(), words.target(target.id())));
            Element chart = Marks.labelled(el("div"), measure.isTime() ? latencies.label(target) : "")
                    .add(chart(target, measure, whole, first, last));
            if (shown.size() == targets.size()) {
                panel.add(chart);
            } else {
                // The axis of what is seen alone, since a hidden target's would give its latency away.
                Element cover = shown.contains(target)
                        ? el("div", "cover").add(chart(target, measure, seen, first, last))
                        : el("div", "none cover").text(latencies.covered().text());
                panel.add(cover, Marks.template(chart));
            }
            grid.add(panel);
        }
    }

    private static Scale scale(TimeMeasure measure, List<TargetRun> drawn) {
        return measure.scale(drawn.stream().map(TimeSection::series).toList());
    }

    private Element chart(TargetRun target, TimeMeasure measure, Scale scale, boolean first, boolean last) {
        Series series = series(target);
        return measure.of(series)
                .map(values -> new TimeChart(
                                target.id(),
                                words.say(measure.title()),
                                padded(values, series.stepMs()),
                                measure.behind(series).map(one -> padded(one, series.stepMs())),
                                scale,
                                value -> measure.format(words, value),
                                target.shown().phases(),
                                lengthMs,
                                words)
                        .draw(first, last))
                .orElseGet(() -> el("div", "none").text(words.say("not sampled")));
    }

    /** Targets may run for different lengths; all charts end where the longest one does. */
    private double[] padded(double[] samples, int stepMs) {
        int length = (int) (lengthMs / stepMs);
        double[] padded = Arrays.copyOf(samples, Math.max(length, samples.length));
        Arrays.fill(padded, Math.min(samples.length, padded.length), padded.length, Double.NaN);
        return padded;
    }

    private String claim() {
        List<TargetRun> throttled =
                targets.stream().filter(TimeSection::wasThrottled).toList();
        return throttled.isEmpty()
                ? words.say("No step or spike of the load was throttled")
                : words.say("The rising load throttled {0}", words.list(material.names(throttled)));
    }

    private static boolean wasThrottled(TargetRun target) {
        return Response.of(target.shown()).stream()
                .anyMatch(one -> one.throttledShare().orElse(0) > NOTEWORTHY);
    }

    private FigureTable table() {
        List<Cell> head = List.of(
                cells.words("Target"),
                cells.words("Phase"),
                cells.words("From – to"),
                cells.figure("Offered, events/s"),
                cells.figure("Offered"),
                cells.figure("Accepted"),
                cells.figure("Delivered"));
        List<List<Cell>> rows = new ArrayList<>();
        for (TargetRun target : targets) {
            for (PhaseCounts phase : target.shown().phases()) {
                rows.add(List.of(
                        cells.target(target.id()),
                        Cell.words(words.term(phase.kind())),
                        Cell.words(Words.clock(phase.fromMs()) + " – " + Words.clock(phase.toMs())),
                        cells.number(phase.rate()),
                        cells.count(phase.offered()),
                        cells.count(phase.accepted()),
                        cells.count(phase.delivered())));
            }
        }
        return FigureTable.of(words.say("The phases of a run as a table"), head, rows);
    }

    /** {@return the kinds of phases, for screen readers} */
    static String phaseAt(List<PhaseCounts> phases, long ms, Words words) {
        return phases.stream()
                .filter(phase -> phase.fromMs() <= ms && ms < phase.toMs())
                .map(phase -> words.term(phase.kind()))
                .collect(Collectors.joining(", "));
    }
}
