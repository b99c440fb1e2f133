package io.triskel.load.measure;

import org.HdrHistogram.Histogram;

/** A distribution of times, kept whole and for the second under way. For one thread at a time. */
final class Latency {
    /** Longer times are kept as this one. */
    static final long LONGEST_MICROS = 3_600_000_000L;

    private static final int DIGITS = 3;

    private final Histogram all = histogram();
    private final Histogram second = histogram();
    private long negative;

    static Histogram histogram() {
        return new Histogram(LONGEST_MICROS, DIGITS);
    }

    /** Notes a time. Clocks that differ can make it negative: it is then counted as such and kept as zero. */
    void add(long nanos) {
        add(nanos, 1);
    }

    /** Notes a time of several events. */
    void add(long nanos, int events) {
        if (nanos < 0) {
            negative += events;
        }
        second.recordValueWithCount(Math.min(Math.max(0, nanos / 1_000), LONGEST_MICROS), events);
    }

    /** Ends a second; {@return its percentiles 50 and 99 in microseconds, 0 if there was nothing} */
    long[] endSecond() {
        long[] percentiles = {second.getValueAtPercentile(50), second.getValueAtPercentile(99)};
        all.add(second);
        second.reset();
        return percentiles;
    }

    /** {@return a copy of the whole} */
    Histogram whole() {
        Histogram copy = all.copy();
        copy.add(second);
        return copy;
    }

    long negative() {
        return negative;
    }
}
