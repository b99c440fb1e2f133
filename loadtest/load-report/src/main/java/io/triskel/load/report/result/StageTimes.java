package io.triskel.load.report.result;

import org.HdrHistogram.Histogram;

/**
 * Times between two moments of an event's life, named {@code from-to-to}.
 *
 * @param times microseconds
 * @param negative number of samples below zero, which the clocks' error causes
 * @param clockErrorUs how far the clocks at the two ends of the stage may differ
 */
public record StageTimes(String name, Histogram times, long negative, double clockErrorUs) {}
