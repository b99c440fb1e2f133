package io.triskel.load.report.result;

/** A target that died before it could write a result, and why. */
public record FailedTarget(String target, String why) {}
