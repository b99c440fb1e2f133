/**
 * Criteria and evidence to scores, totals, a verdict and what would change it. Only what was measured on a cloud itself scores one, and what\n * is missing stays missing.
 */
@NullMarked
package io.triskel.load.evaluate.score;

import org.jspecify.annotations.NullMarked;
