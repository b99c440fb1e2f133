package io.triskel.load.report.merge;

import io.triskel.load.result.PhaseCounts;
import io.triskel.load.result.Series;
import io.triskel.load.result.SeriesColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a target responded to rising load.
 *
 * @param toCapacitySeconds time until 95 % of the offered load was accepted in three samples in a row; absent if never in the phase
 * @param toHandlingSeconds time until handlers got 95 % of what was offered in the same five samples; batches arrive unevenly
 * @param throttledShare share of the phase's offered load; absent if not sampled
 * @param lagAtMost most events waiting during the phase; absent if not sampled
 * @param instancesBefore instances of the function in the sample before the phase; absent without functions
 * @param instancesAtMost most instances of the function during the phase; absent without functions
 */
public record Response(
        PhaseCounts phase,
        OptionalDouble toCapacitySeconds,
        OptionalDouble toHandlingSeconds,
        OptionalDouble throttledShare,
        OptionalDouble lagAtMost,
        OptionalDouble instancesBefore,
        OptionalDouble instancesAtMost) {
    private static final double FULL = 0.95;
    private static final int IN_A_ROW = 3;
    private static final int WINDOW = 5;

    /** {@return one response per step, spike and backlog of a repeat} */
    public static List<Response> of(RepeatRun repeat) {
        List<Response> responses = new ArrayList<>();
        Optional<Series> series = repeat.series();
        for (PhaseCounts phase : repeat.phases()) {
            if (series.isPresent() && (phase.rises() || phase.pausesConsumers())) {
                responses.add(of(phase, series.get()));
            }
        }
        return responses;
    }

    private static Response of(PhaseCounts phase, Series series) {
        int from = (int) (phase.fromMs() / series.stepMs());
        int to = (int) (phase.toMs() / series.stepMs());
        double offered = sum(series, SeriesColumn.OFFERED, from, to);
        OptionalDouble throttled = series.get(SeriesColumn.THROTTLED).isPresent() && offered > 0
                ? OptionalDouble.of(sum(series, SeriesColumn.THROTTLED, from, to) / offered)
                : OptionalDouble.empty();
        return new Response(
                phase,
                toCapacity(series, from, to),
                phase.pausesConsumers() ? OptionalDouble.empty() : toHandling(series, from, to),
                throttled,
                highest(series, SeriesColumn.LAG, from, to),
                highest(series, SeriesColumn.INSTANCES, Math.max(0, from - 1), from),
                highest(series, SeriesColumn.INSTANCES, from, to));
    }

    private static OptionalDouble toHandling(Series series, int from, int to) {
        for (int i = from; i + WINDOW <= to; i++) {
            double offered = sum(series, SeriesColumn.OFFERED, i, i + WINDOW);
            if (offered > 0 && sum(series, SeriesColumn.DELIVERED, i, i + WINDOW) >= FULL * offered) {
                return OptionalDouble.of((i - from) * series.stepMs() / 1000.0);
            }
        }
        return OptionalDouble.empty();
    }

    private static OptionalDouble toCapacity(Series series, int from, int to) {
        double[] offered = series.get(SeriesColumn.OFFERED).orElse(new double[0]);
        double[] accepted = series.get(SeriesColumn.ACCEPTED).orElse(new double[0]);
        int inARow = 0;
        for (int i = from; i < Math.min(to, Math.min(offered.length, accepted.length)); i++) {
            inARow = accepted[i] >= FULL * offered[i] ? inARow + 1 : 0;
            if (inARow == IN_A_ROW) {
                return OptionalDouble.of((i + 1 - IN_A_ROW - from) * series.stepMs() / 1000.0);
            }
        }
        return OptionalDouble.empty();
    }

    private static double sum(Series series, SeriesColumn column, int from, int to) {
        double[] samples = series.get(column).orElse(new double[0]);
        double sum = 0;
        for (int i = from; i < Math.min(to, samples.length); i++) {
            sum += Double.isNaN(samples[i]) ? 0 : samples[i];
        }
        return sum;
    }

    private static OptionalDouble highest(Series series, SeriesColumn column, int from, int to) {
        double[] samples = series.get(column).orElse(new double[0]);
        double highest = Double.NaN;
        for (int i = from; i < Math.min(to, samples.length); i++) {
            highest = Double.isNaN(highest)
                    ? samples[i]
                    : Math.max(highest, Double.isNaN(samples[i]) ? highest : samples[i]);
        }
        return Double.isNaN(highest) ? OptionalDouble.empty() : OptionalDouble.of(highest);
    }
}
