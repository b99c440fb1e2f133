/**
 * Ours against the limit, in the same run: two ways of doing the same work, measured in turns, so that a busy machine slows
 * both. A ratio holds from machine to machine; a figure does not.
 *
 * <p>Start reading at {@link io.triskel.benchmarks.ratio.RatioRun}.
 */
@NullMarked
package io.triskel.benchmarks.ratio;

import org.jspecify.annotations.NullMarked;
