/**
 * What lives in the heap as a long run goes on: the live set after a collection at each tenth of the run must be flat. Each
 * benchmark also checks its result, and fails if an event was lost, came twice or out of order.
 *
 * <p>Start reading at {@link io.triskel.benchmarks.memory.ConsumerBenchmark}.
 */
@NullMarked
package io.triskel.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
