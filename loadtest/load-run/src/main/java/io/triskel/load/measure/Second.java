package io.triskel.load.measure;

/**
 * One second of a measurement.
 *
 * @param lag events accepted and not come, at the second's end
 * @param p50 corrected latency in microseconds of what came; 0 if nothing came
 * @param p99 likewise
 */
public record Second(EventCounts counts, long lag, long p50, long p99) {}
