/**
 * Makes scores, totals and a verdict of criteria and evidence, and finds what would change the verdict. Of measurements only those on the
 * cloud itself score, and missing evidence stays missing.
 */
@NullMarked
package io.triskel.load.evaluate.score;

import org.jspecify.annotations.NullMarked;
