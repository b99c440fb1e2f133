package io.triskel.load.size.simulation;

import java.util.SplittableRandom;

/** Arrivals at random. */
final class Random {
    private final SplittableRandom source;

    Random(long seed) {
        source = new SplittableRandom(seed);
    }

    /** {@return seconds until the next of arrivals that come independently of one another} */
    double gap(double rate) {
        return -Math.log1p(-source.nextDouble()) / rate;
    }
}
