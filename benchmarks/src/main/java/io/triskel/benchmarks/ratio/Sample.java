package io.triskel.benchmarks.ratio;

/**
 * One side's share of one round.
 *
 * @param events how many were done, 1 or more
 * @param nanos how long it took, 1 or more
 * @param cpuNanos processor time of this JVM meanwhile, all its threads, or of a function's; 0 where it is not meant to count
 */
public record Sample(long events, long nanos, long cpuNanos) {
    public Sample {
        if (events < 1 || nanos < 1 || cpuNanos < 0) {
            throw new IllegalArgumentException("A sample has at least one event and one nanosecond, this one has "
                    + events + " and " + nanos + ", and a processor time of " + cpuNanos);
        }
    }

    /** {@return events per second} */
    public double perSecond() {
        return events * 1e9 / nanos;
    }

    /** {@return milliseconds per event} */
    public double millisEach() {
        return nanos / 1e6 / events;
    }

    /** {@return microseconds of processor time per event} */
    public double cpuMicrosEach() {
        return cpuNanos / 1e3 / events;
    }
}
