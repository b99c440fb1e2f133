/**
 * What an item costs as items become more: with 1,024, 4,096 and 16,384 of them (commands: 1,000, 10,000 and 100,000) the cost of
 * each must be the same, as far as caches and sorted maps allow. {@link io.triskel.benchmarks.BenchmarkReport} prints it per item, and as a ratio to the fewest.
 *
 * <p>Start reading at {@link io.triskel.benchmarks.growth.OutboxBenchmark}; all of it needs a parameter named {@code items}.
 */
@NullMarked
package io.triskel.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
