package io.triskel.load.evaluate.criteria;

/**
 * An opinion on one cloud, and its reason.
 *
 * @param score 0 to 10
 */
public record Judgement(double score, Phrase why, Source source) {}
