/**
 * The ratios that every target has, over what differs between targets: how the baselines do the same work.
 *
 * <p>Start reading at {@link io.triskel.load.ratio.run.RatioCommand}; a target implements
 * {@link io.triskel.load.ratio.run.RatioTarget}.
 */
@NullMarked
package io.triskel.load.ratio.run;

import org.jspecify.annotations.NullMarked;
