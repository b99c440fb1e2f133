/**
 * Turns criteria and evidence into scores, totals and a verdict, and finds what would change the verdict. Only measurements on the clouds
 * themselves score, and missing evidence stays missing.
 */
@NullMarked
package io.triskel.load.evaluate.score;

import org.jspecify.annotations.NullMarked;
