/**
 * Runs the benchmarks of the packages below and prints what they measured as ratios. A class below is one comparison: its
 * method {@code triskel} is ours, the others do the same work. Start reading at {@link io.triskel.benchmarks.BenchmarkReport}.
 */
@NullMarked
package io.triskel.benchmarks;

import org.jspecify.annotations.NullMarked;
