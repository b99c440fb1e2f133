package io.triskel.load.evaluate.criteria;

/**
 * A limit of one cloud in days, as its provider documents it.
 *
 * @param offer the offer that has this limit
 */
public record Documented(double days, Phrase offer, Source source) {}
