package io.triskel.load.evaluate.criteria;

import java.util.Optional;

/**
 * The source of a fact.
 *
 * @param fact its id among the project's facts, if it is one of them
 * @param url empty if only a title is known
 * @param asOf the date of the source, as far as it is known
 * @param confidence official, secondary or unverified
 */
public record Source(Optional<String> fact, String title, Optional<String> url, String asOf, Confidence confidence) {}
