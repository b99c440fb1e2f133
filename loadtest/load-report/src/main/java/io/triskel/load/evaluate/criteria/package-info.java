/**
 * The criteria by which clouds are scored and the profiles that weigh them, in both languages, as the files in {@code evaluation/} have
 * them. Figures of runs and prices are elsewhere.
 */
@NullMarked
package io.triskel.load.evaluate.criteria;

import org.jspecify.annotations.NullMarked;
