package io.triskel.load.report.merge;

import io.triskel.load.report.result.LatencyTimes;
import io.triskel.load.result.Backlog;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.Metric;
import io.triskel.load.result.Metric.Rule;
import io.triskel.load.result.SeriesColumn;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A figure that each repeat has and by which targets are compared; less is always better.
 *
 * @param id as report.json and CSV name it
 * @param name for people, without the unit
 * @param unit ms, % or s; empty for counts
 * @param topic the word for a lead in this figure; empty if another figure has the same topic
 * @param isExact whether the figure is a count without an interval
 */
public record Figure(
        String id,
        String name,
        String unit,
        Optional<String> topic,
        boolean isExact,
        Function<RepeatRun, OptionalDouble> extraction) {
    public static final Figure P99 = percentile("p99", "99th percentile", 99);
    private static final Figure THROTTLED = share(SeriesColumn.THROTTLED, "Throttled", "throttling");

    private static final List<Figure> ALL = Stream.of(
                    Stream.of(
                            percentile("p50", "median", 50),
                            P99,
                            percentile("p999", "99.9th percentile", 99.9),
                            THROTTLED,
                            share(SeriesColumn.FAILED, "Failed", "errors"),
                            new Figure(
                                    "lagAtMost",
                                    "Worst lag",
                                    "events",
                                    Optional.empty(),
                                    false,
                                    repeat -> repeat.highest(SeriesColumn.LAG)),
                            new Figure(
                                    "backlogDrain",
                                    "Backlog worked off in",
                                    "s",
                                    Optional.of("catching up"),
                                    false,
                                    repeat -> repeat.backlog()
                                            .map(backlog -> OptionalDouble.of(drainSeconds(backlog)))
                                            .orElse(OptionalDouble.empty()))),
                    compared(Rule.LESS_IS_BETTER),
                    compared(Rule.MUST_BE_ZERO))
            .flatMap(figures -> figures)
            .toList();

    /** {@return all figures, in the order of a report} */
    public static List<Figure> all() {
        return ALL;
    }

    /** {@return whether it is how long something took} */
    public boolean isTime() {
        return unit.equals("ms") || unit.equals("s");
    }

    OptionalDouble value(RepeatRun repeat) {
        return extraction.apply(repeat);
    }

    private static double drainSeconds(Backlog backlog) {
        return backlog.drainMs().isPresent() ? backlog.drainMs().getAsLong() / 1000.0 : Estimate.NEVER;
    }

    private static Figure percentile(String id, String name, double percentile) {
        return new Figure(
                id,
                name,
                "ms",
                percentile == 99 ? Optional.of("latency") : Optional.empty(),
                false,
                repeat -> repeat.latency()
                        .map(LatencyTimes::corrected)
                        .filter(times -> times.getTotalCount() > 0)
                        .map(times -> OptionalDouble.of(times.getValueAtPercentile(percentile) / 1000.0))
                        .orElse(OptionalDouble.empty()));
    }

    private static Figure share(SeriesColumn column, String name, String topic) {
        return new Figure(column.id(), name, "%", Optional.of(topic), false, repeat -> {
            OptionalDouble share = repeat.share(column);
            return share.isPresent() ? OptionalDouble.of(100 * share.getAsDouble()) : share;
        });
    }

    /** {@return the metrics of correctness with this rule, times in seconds} */
    private static Stream<Figure> compared(Rule rule) {
        return Correctness.METRICS.stream()
                .filter(metric -> metric.rule() == rule)
                .map(metric -> new Figure(
                        metric.id().replaceFirst("Ms$", ""),
                        metric.label(),
                        metric.isTime() ? "s" : "",
                        Optional.empty(),
                        rule == Rule.MUST_BE_ZERO,
                        repeat -> value(metric, repeat)));
    }

    private static OptionalDouble value(Metric<Correctness> metric, RepeatRun repeat) {
        OptionalLong found = repeat.correctness().map(metric.value()).orElse(OptionalLong.empty());
        return found.isPresent()
                ? OptionalDouble.of(metric.isTime() ? found.getAsLong() / 1000.0 : found.getAsLong())
                : OptionalDouble.empty();
    }
}
