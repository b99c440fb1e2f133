/**
 * Criteria for scoring clouds, and profiles with their weights, in both languages, as the files in {@code evaluation/} have them. Figures
 * of runs and prices are elsewhere.
 */
@NullMarked
package io.triskel.load.evaluate.criteria;

import org.jspecify.annotations.NullMarked;
