package io.triskel.load.report.write;

import io.triskel.load.report.merge.Bracket;
import io.triskel.load.report.merge.Estimate;
import io.triskel.load.report.merge.Figure;
import io.triskel.load.report.merge.MeasuredCost;
import io.triskel.load.report.merge.RepeatRun;
import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.report.result.StageTimes;
import io.triskel.load.report.section.EmulatorLatency;
import io.triskel.load.report.section.Material;
import io.triskel.load.result.Sending;
import io.triskel.load.result.Spend;
import io.triskel.load.size.plan.Range;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Figures as CSV: one row per target, figure and repeat, and one with the interval, without a value for {@code repeat}. A row without a
 * value says in its note why.
 */
public final class CsvReport {
    private final StringBuilder text = new StringBuilder("target,evidence,figure,unit,repeat,value,low,high,note\n");

    private static final String HIDDEN = "emulator; shown by --emulator-latency";

    private final EmulatorLatency latencies;

    private CsvReport(EmulatorLatency latencies) {
        this.latencies = latencies;
    }

    /** {@return the whole file} */
    public static String of(Material material) {
        CsvReport report = new CsvReport(material.latencies());
        for (TargetRun target : material.run().targets()) {
            report.target(target);
            material.sizing()
                    .flatMap(sizing -> MeasuredCost.of(
                            target, sizing, material.words().targets().style(target.id())))
                    .ifPresent(found -> report.perDollar(target, found.events()));
        }
        return report.text.toString();
    }

    private void perDollar(TargetRun target, Range events) {
        row(
                target,
                "eventsPerUsd",
                "events/USD",
                "",
                events.likely(),
                number(events.low()),
                Double.isFinite(events.high()) ? number(events.high()) : "");
    }

    private void target(TargetRun target) {
        for (Figure figure : Figure.all()) {
            for (RepeatRun repeat : target.repeats()) {
                OptionalDouble value = figure.extraction().apply(repeat);
                if (value.isPresent()) {
                    row(
                            target,
                            figure.id(),
                            figure.unit(),
                            Integer.toString(repeat.index()),
                            value.getAsDouble(),
                            "",
                            "");
                }
            }
            target.estimate(figure)
                    .ifPresent(estimate -> row(
                            target,
                            figure.id(),
                            figure.unit(),
                            "",
                            estimate.value(),
                            estimate.interval()
                                    .map(Estimate.Interval::low)
                                    .map(CsvReport::number)
                                    .orElse(""),
                            estimate.interval()
                                    .map(Estimate.Interval::high)
                                    .map(CsvReport::number)
                                    .orElse("")));
        }
        for (RepeatRun repeat : target.repeats()) {
            stages(target, Integer.toString(repeat.index()), repeat.stages());
        }
        stages(target, "", target.stages());
        for (RepeatRun repeat : target.repeats()) {
            held(target, repeat, "heldByGenerator", Sending::generator);
            held(target, repeat, "heldByTarget", Sending::target);
            held(target, repeat, "heldByOrder", Sending::order);
        }
        target.capacity().ifPresent(bracket -> capacity(target, bracket));
        for (RepeatRun repeat : target.repeats()) {
            repeat.spend().ifPresent(spend -> spend(target, Integer.toString(repeat.index()), spend));
        }
        target.spend().ifPresent(spend -> spend(target, "", spend));
    }

    /** Writes medians of stages. A stage between two clocks has bounds from the clocks' error; a row without a repeat is of all repeats. */
    private void stages(TargetRun target, String repeat, List<StageTimes> stages) {
        for (StageTimes stage : stages) {
            double ms = stage.times().getValueAtPercentile(50) / 1e3;
            double error = stage.clockErrorUs() / 1e3;
            row(
                    target,
                    quoted(stage.name()),
                    "ms",
                    repeat,
                    ms,
                    error > 0 ? number(ms - error) : "",
                    error > 0 ? number(ms + error) : "");
        }
    }

    private void held(TargetRun target, RepeatRun repeat, String figure, Function<Sending, Sending.Held> by) {
        repeat.workers().stream()
                .flatMap(one -> one.run().sending().stream())
                .mapToDouble(sending -> 100 * by.apply(sending).share())
                .max()
                .ifPresent(share -> row(target, figure, "%", Integer.toString(repeat.index()), share, "", ""));
    }

    private void spend(TargetRun target, String repeat, Spend spend) {
        row(target, "spend", "USD", repeat, spend.usd(), "", "");
        spend.predictedUsd().ifPresent(usd -> row(target, "predictedSpend", "USD", repeat, usd, "", ""));
    }

    private void capacity(TargetRun target, Bracket bracket) {
        capacity(target, "capacity", bracket);
        if (bracket.underObjectives().isPresent()) {
            capacity(target, "capacityUnderObjectives", bracket.useful());
        }
    }

    private void capacity(TargetRun target, String figure, Bracket bracket) {
        String failed = bracket.failed().isPresent() ? number(bracket.failed().getAsDouble()) : "";
        row(target, figure, bracket.unit(), "", bracket.passed(), number(bracket.passed()), failed);
    }

    private void row(
            TargetRun target, String figure, String unit, String repeat, double value, String low, String high) {
        boolean isTime = unit.equals("ms") || unit.equals("s");
        boolean hidden = isTime && latencies.hides(target);
        text.append(Stream.of(
                                quoted(target.id()),
                                target.evidence().word(),
                                figure,
                                quoted(unit),
                                repeat,
                                hidden ? "" : number(value),
                                hidden ? "" : low,
                                hidden ? "" : high,
                                hidden ? HIDDEN : "")
                        .collect(Collectors.joining(",")))
                .append('\n');
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return "never";
        }
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.6g", value);
    }

    /** A spreadsheet reads a text that begins with one of these characters as a formula. */
    private static String quoted(String text) {
        String harmless = text.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + text : text;
        return harmless.matches("[\\w %/.-]*") ? harmless : "\"" + harmless.replace("\"", "\"\"") + "\"";
    }
}
