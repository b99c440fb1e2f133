/**
 * What settlement costs an event: the processor against a bare loop over the handler, which is the limit, and what a second
 * thread brings.
 *
 * <p>Start reading at {@link io.triskel.benchmarks.consume.SettlementBenchmark}.
 */
@NullMarked
package io.triskel.benchmarks.consume;

import org.jspecify.annotations.NullMarked;
