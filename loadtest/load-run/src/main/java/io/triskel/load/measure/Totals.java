package io.triskel.load.measure;

/** Counts since the start of a measurement, and percentiles in microseconds of the second that ends. */
record Totals(
        long offered, long sent, long accepted, long delivered, long refused, long throttled, long p50, long p99) {
    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0);
}
