package io.triskel.load.evaluate.criteria;

/**
 * A limit of one cloud in days, as its provider documents it.
 *
 * @param offer what it holds for
 */
public record Documented(double days, Phrase offer, Source source) {}
