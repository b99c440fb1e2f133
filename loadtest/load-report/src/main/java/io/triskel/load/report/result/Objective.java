package io.triskel.load.report.result;

/** An objective of the workload beside what was measured. */
public record Objective(String name, double value, String unit, double limit, boolean met) {}
