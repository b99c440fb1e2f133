package io.triskel.load.size.plan;

/**
 * A limit that buying more does not lift.
 *
 * @param what is exceeded, with both figures
 * @param fact id of the documented limit
 * @param wayOut what to do
 */
public record Exceeded(String what, String fact, String wayOut) {}
