package io.triskel.load.sim;

import java.time.Duration;
import java.util.SplittableRandom;

/** Random delays of a log-normal distribution: a median and a tail, as most services publish them. For one thread. */
public final class Delay {
    private final SplittableRandom random;
    private final double median;
    private final double sigma;

    /**
     * Delays that are the same for the same seed.
     *
     * @param sigma of the logarithm; the 99th percentile is the median times exp(2.326 sigma)
     */
    public Delay(Duration median, double sigma, long seed) {
        this.median = median.toNanos();
        this.sigma = sigma;
        this.random = new SplittableRandom(seed);
    }

    /** {@return the next one, in nanoseconds} */
    public long next() {
        return (long) (median * Math.exp(sigma * random.nextGaussian()));
    }
}
