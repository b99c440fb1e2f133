package io.triskel.load.evaluate.criteria;

/**
 * What somebody thinks of one cloud, and why.
 *
 * @param score 0 to 10
 */
public record Judgement(double score, Phrase why, Source source) {}
