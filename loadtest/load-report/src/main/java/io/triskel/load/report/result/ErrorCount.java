package io.triskel.load.report.result;

/** How often a send failed with this class of error and this code of the provider. */
public record ErrorCount(String cause, String code, long count) {}
