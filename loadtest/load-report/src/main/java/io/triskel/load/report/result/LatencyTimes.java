package io.triskel.load.report.result;

import org.HdrHistogram.Histogram;

/**
 * End to end, in microseconds.
 *
 * @param corrected from the moment at which an event was due
 * @param actual from the moment at which it was sent
 */
public record LatencyTimes(Histogram corrected, Histogram actual) {}
