package io.triskel.load.report.section;

import io.triskel.load.report.chart.Scale;
import io.triskel.load.report.words.Words;
import io.triskel.load.result.Series;
import io.triskel.load.result.SeriesColumn;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** The measures that are drawn over time, from the top. */
enum TimeMeasure {
    ACCEPTED(SeriesColumn.ACCEPTED, "Accepted by the bus", "events/s; the thin line is the offered load"),
    P99(SeriesColumn.P99, "Latency, 99th percentile", "logarithmic, from when an event was due"),
    LAG(SeriesColumn.LAG, "Lag", "events not yet handled"),
    THROTTLED(SeriesColumn.THROTTLED, "Throttled", "events/s"),
    FAILED(SeriesColumn.FAILED, "Failed", "events/s"),
    INSTANCES(SeriesColumn.INSTANCES, "Instances", "of the function"),
    COLD(SeriesColumn.COLD, "Cold starts", "per second");

    private final SeriesColumn column;
    private final String title;
    private final String unit;

    TimeMeasure(SeriesColumn column, String title, String unit) {
        this.column = column;
        this.title = title;
        this.unit = unit;
    }

    String title() {
        return title;
    }

    /** {@return the name for a narrow place} */
    String shortName() {
        return this == P99 ? "p99" : column.id();
    }

    /** {@return whether it is how long something took} */
    boolean isTime() {
        return this == P99;
    }

    String unit() {
        return unit;
    }

    Optional<double[]> of(Series samples) {
        return switch (this) {
            case LAG, INSTANCES -> samples.get(column);
            case P99 -> samples.get(column).map(TimeMeasure::withoutZeros);
            case ACCEPTED, THROTTLED, FAILED, COLD -> samples.perSecond(column);
        };
    }

    /** Removes zeros: a second in which no event arrived has no percentile, but a file may have 0 for it. */
    private static double[] withoutZeros(double[] micros) {
        return DoubleStream.of(micros).map(one -> one > 0 ? one : Double.NaN).toArray();
    }

    /** {@return the samples to compare with, which are drawn behind the measure's own} */
    Optional<double[]> behind(Series samples) {
        return this == ACCEPTED ? samples.perSecond(SeriesColumn.OFFERED) : Optional.empty();
    }

    Scale scale(List<Series> all) {
        double[] values = all.stream()
                .flatMap(one -> DoubleStream.concat(
                                DoubleStream.of(of(one).orElse(new double[0])),
                                DoubleStream.of(behind(one).orElse(new double[0])))
                        .filter(Double::isFinite)
                        .boxed())
                .mapToDouble(Double::doubleValue)
                .toArray();
        double highest = DoubleStream.of(values).max().orElse(0);
        double lowest = DoubleStream.of(values).min().orElse(1);
        return this == P99 ? Scale.logarithmic(lowest, highest) : Scale.linear(highest, 2);
    }

    String format(Words words, double value) {
        if (this == P99) {
            return words.micros(value);
        }
        return value >= 100_000 ? words.number(value / 1000) + " k" : words.number(value);
    }
}
