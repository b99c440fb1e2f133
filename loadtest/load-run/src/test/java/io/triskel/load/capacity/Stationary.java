package io.triskel.load.capacity;

import java.util.Random;

/**
 * Which rates a bus carries whose capacity differs from second to second, by Lindley's recursion: independent of any search.
 */
public final class Stationary {
    private static final int RUNS = 40;
    /** Ten times a probe. */
    private static final int SECONDS = 600;

    private static final double GROWTH = 0.005;

    private Stationary() {}

    /** {@return the highest rate whose backlog lasts, as a share of the mean capacity} */
    public static double highest(double noise) {
        double low = 0.5;
        double high = 1.5;
        while (high - low > 0.0005) {
            double rate = (low + high) / 2;
            if (growth(rate, noise) < GROWTH) {
                low = rate;
            } else {
                high = rate;
            }
        }
        return low;
    }

    /** {@return by which share of the rate the backlog grows in the second half of a run, on average} */
    private static double growth(double rate, double noise) {
        Random random = new Random(1);
        double grown = 0;
        for (int run = 0; run < RUNS; run++) {
            double backlog = 0;
            double half = 0;
            for (int second = 0; second < SECONDS; second++) {
                half = second == SECONDS / 2 ? backlog : half;
                backlog = Math.max(0, backlog + rate - Math.max(0, 1 + noise * random.nextGaussian()));
            }
            grown += (backlog - half) / (SECONDS / 2) / rate;
        }
        return grown / RUNS;
    }
}
