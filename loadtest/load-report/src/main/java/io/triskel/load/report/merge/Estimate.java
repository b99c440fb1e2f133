package io.triskel.load.report.merge;

import java.util.List;
import java.util.Optional;

/**
 * A figure over repeats: their mean and Student's 95 % interval. If the measured event never happened in a repeat, the value is
 * {@link #NEVER}, and the interval begins at the lowest repeat.
 *
 * @param interval absent with one repeat, because one repeat does not show how much repeats differ
 * @param repeats how many repeats had a value
 */
public record Estimate(double value, Optional<Interval> interval, int repeats) {
    /** The value of an event that never happened; it is worse than any other. */
    static final double NEVER = Double.POSITIVE_INFINITY;

    /** Two-sided 95 % quantiles of Student's t for 1 to 30 degrees of freedom; for more, the last one is a little too wide. */
    private static final double[] STUDENT = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    /** From {@code low} to {@code high}; never below zero, because no figure of a run is below zero. */
    public record Interval(double low, double high) {
        public boolean overlaps(Interval other) {
            return low <= other.high && other.low <= high;
        }
    }

    /** {@return the estimate of one value per repeat} */
    public static Estimate of(List<Double> values) {
        int count = values.size();
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        if (count == 1) {
            return new Estimate(mean, Optional.empty(), count);
        }
        if (mean == NEVER) {
            double lowest =
                    values.stream().mapToDouble(Double::doubleValue).min().orElse(mean);
            return new Estimate(mean, Optional.of(new Interval(lowest, mean)), count);
        }
        double squares =
                values.stream().mapToDouble(one -> (one - mean) * (one - mean)).sum();
        double error = Math.sqrt(squares / (count - 1) / count);
        double reach = STUDENT[Math.min(count - 1, STUDENT.length) - 1] * error;
        return new Estimate(mean, Optional.of(new Interval(Math.max(0, mean - reach), mean + reach)), count);
    }

    /** {@return whether the measured event never happened in one of the repeats} */
    public boolean isNever() {
        return value == NEVER;
    }

    /** {@return whether both estimates have intervals that do not overlap} */
    public boolean isApartFrom(Estimate other) {
        return interval.isPresent()
                && other.interval.isPresent()
                && !interval.get().overlaps(other.interval.get());
    }
}
