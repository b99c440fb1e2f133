/**
 * Whether everything that was sent arrived, once, in order, while all kinds of things went wrong on the whole way of an event:
 * publisher, bus, deployed functions, their inbox and their stores.
 *
 * <p>Start reading at {@link io.triskel.load.soak.SoakRun}; what each target does is a {@link io.triskel.load.soak.SoakTarget}, what is
 * counted a {@link io.triskel.load.soak.Ledger}.
 */
@NullMarked
package io.triskel.load.soak;

import org.jspecify.annotations.NullMarked;
