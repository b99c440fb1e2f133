package io.triskel.load.report.result;

import org.HdrHistogram.Histogram;

/**
 * Times between two moments of an event's life, named {@code from-to-to}.
 *
 * @param times microseconds
 * @param negative samples below zero, by the clocks' error
 * @param clockErrorUs how far the clocks at its two ends may differ
 */
public record StageTimes(String name, Histogram times, long negative, double clockErrorUs) {}
