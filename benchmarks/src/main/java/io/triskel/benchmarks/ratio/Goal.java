package io.triskel.benchmarks.ratio;

/**
 * What a ratio of ours to the baseline is to reach.
 *
 * @param measure what is measured
 * @param ratio at least this where more is better, at most this where less is
 */
public record Goal(RatioMeasure measure, double ratio) {
    public Goal {
        if (!(ratio > 0)) {
            throw new IllegalArgumentException("A goal is above 0, this one is " + ratio);
        }
    }
}
