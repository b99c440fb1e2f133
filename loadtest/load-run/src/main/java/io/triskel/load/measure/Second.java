package io.triskel.load.measure;

/**
 * One second of a measurement.
 *
 * @param lag events accepted and not come, at the second's end
 * @param p50 corrected latency in microseconds of events that arrived; 0 if none did
 * @param p99 the same
 */
public record Second(EventCounts counts, long lag, long p50, long p99) {}
