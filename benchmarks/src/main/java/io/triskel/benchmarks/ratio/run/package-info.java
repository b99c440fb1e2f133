/**
 * The ratios that every target has, over what differs between targets: how the baselines do the same work.
 *
 * <p>Start reading at {@link io.triskel.benchmarks.ratio.run.RatioCommand}; a target implements
 * {@link io.triskel.benchmarks.ratio.run.RatioTarget}.
 */
@NullMarked
package io.triskel.benchmarks.ratio.run;

import org.jspecify.annotations.NullMarked;
