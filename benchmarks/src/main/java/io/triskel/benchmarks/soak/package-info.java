/**
 * Whether everything that was sent arrived, once, in order, while all kinds of things went wrong on the whole way of an event:
 * publisher, bus, deployed functions, their inbox and their stores.
 *
 * <p>Start reading at {@link io.triskel.benchmarks.soak.SoakRun}; what each target does is a {@link io.triskel.benchmarks.soak.SoakTarget}, what is
 * counted a {@link io.triskel.benchmarks.soak.Ledger}.
 */
@NullMarked
package io.triskel.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
