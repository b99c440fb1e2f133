package io.triskel.benchmarks.ratio;

/**
 * A figure without a goal and without a baseline, beside the ratios.
 *
 * @param name of what was measured
 * @param value the median, if there were several
 * @param unit what it is counted in
 * @param description how it was measured, exactly
 */
public record Figure(String name, double value, String unit, String description) {}
