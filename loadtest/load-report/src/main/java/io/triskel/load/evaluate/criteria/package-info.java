/**
 * What is asked of a cloud and by what it is scored, and the profiles that weigh it; as the files in {@code evaluation/} say it, in both\n * languages. No figures of runs or prices.
 */
@NullMarked
package io.triskel.load.evaluate.criteria;

import org.jspecify.annotations.NullMarked;
