/**
 * What an event stream in memory costs: appending with the conflict check, reading it into a fold, loading an
 * aggregate; each against a bare synchronised list, which checks nothing and is the limit.
 *
 * <p>Start reading at {@link io.triskel.benchmarks.store.AppendBenchmark}.
 */
@NullMarked
package io.triskel.benchmarks.store;

import org.jspecify.annotations.NullMarked;
