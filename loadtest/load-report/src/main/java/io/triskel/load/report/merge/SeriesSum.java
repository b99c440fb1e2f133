package io.triskel.load.report.merge;

import io.triskel.load.report.result.WorkerRun;
import io.triskel.load.result.ResultException;
import io.triskel.load.result.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds samples of several workers. Workers begin at an agreed moment; samples of a worker that began later are shifted by whole steps.
 * Counts add up. The percentile of all workers cannot be computed from percentiles of each; it is at most the highest, which is kept.
 */
final class SeriesSum {
    private SeriesSum() {}

    static Optional<Series> of(List<WorkerRun> workers) {
        List<WorkerRun> sampled =
                workers.stream().filter(one -> one.run().series().isPresent()).toList();
        if (sampled.isEmpty()) {
            return Optional.empty();
        }
        Series first = sampled.get(0).run().series().orElseThrow();
        if (sampled.size() == 1) {
            return Optional.of(first);
        }
        Instant begin = sampled.stream()
                .map(one -> one.run().from())
                .min(Instant::compareTo)
                .orElseThrow();
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (WorkerRun worker : sampled) {
            Series series = worker.run().series().orElseThrow();
            if (series.stepMs() != first.stepMs()) {
                throw new ResultException("Workers sample at different intervals: " + first.stepMs() + " ms in "
                        + sampled.get(0).file() + ", " + series.stepMs() + " ms in " + worker.file());
            }
            int shift = (int) Math.min(
                    Integer.MAX_VALUE,
                    Math.round(Duration.between(begin, worker.run().from()).toMillis() / (double) first.stepMs()));
            if (shift > length(series)) {
                throw new ResultException(
                        "Workers of a repetition do not overlap: one began at " + begin + ", " + worker.file() + " at "
                                + worker.run().from() + ". Check their clocks, or report different runs separately");
            }
            series.columns()
                    .forEach((name, samples) -> sums.merge(
                            name,
                            shifted(samples, shift),
                            (one, other) -> name.endsWith("Us") ? highest(one, other) : sum(one, other)));
        }
        return Optional.of(new Series(first.stepMs(), sums));
    }

    private static int length(Series series) {
        return series.columns().values().stream()
                .mapToInt(samples -> samples.length)
                .max()
                .orElse(0);
    }

    private static double[] shifted(double[] samples, int shift) {
        double[] shifted = new double[samples.length + shift];
        Arrays.fill(shifted, 0, shift, Double.NaN);
        System.arraycopy(samples, 0, shifted, shift, samples.length);
        return shifted;
    }

    private static double[] sum(double[] one, double[] other) {
        double[] sum = new double[Math.max(one.length, other.length)];
        for (int i = 0; i < sum.length; i++) {
            double left = at(one, i);
            double right = at(other, i);
            sum[i] = Double.isNaN(left) ? right : Double.isNaN(right) ? left : left + right;
        }
        return sum;
    }

    private static double[] highest(double[] one, double[] other) {
        double[] highest = new double[Math.max(one.length, other.length)];
        for (int i = 0; i < highest.length; i++) {
            double left = at(one, i);
            double right = at(other, i);
            highest[i] = Double.isNaN(left) ? right : Double.isNaN(right) ? left : Math.max(left, right);
        }
        return highest;
    }

    private static double at(double[] samples, int i) {
        return i < samples.length ? samples[i] : Double.NaN;
    }
}
