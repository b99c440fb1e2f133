package io.triskel.load.measure;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A distribution of times that is complete.
 *
 * @param micros in microseconds
 * @param negative how many were below zero and are kept as zero
 */
public record Distribution(Histogram micros, long negative) {
    static Distribution sum(List<Distribution> parts) {
        Histogram all = Latency.histogram();
        parts.forEach(part -> all.add(part.micros()));
        return new Distribution(
                all, parts.stream().mapToLong(Distribution::negative).sum());
    }

    /** {@return a percentile in microseconds; 0 if there are no times} */
    public long percentile(double percent) {
        return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percent);
    }

    /** {@return the share of the times that are longer than so many microseconds, of 1} */
    public double shareAbove(long longest) {
        return count() == 0 ? 0 : 1 - micros.getPercentileAtOrBelowValue(longest) / 100;
    }

    public long count() {
        return micros.getTotalCount();
    }
}
