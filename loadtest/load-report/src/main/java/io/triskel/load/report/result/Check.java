package io.triskel.load.report.result;

/** A check of the generator by itself; a run with one that does not hold is invalid. */
public record Check(String name, double value, String unit, double limit, boolean ok) {}
