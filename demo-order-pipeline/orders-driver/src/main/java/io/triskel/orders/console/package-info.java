/**
 * The console of the order pipeline: {@link io.triskel.orders.console.PipelineConsole} says what the pipeline consists of, and {@link
 * io.triskel.orders.console.HandPlaced} is its form for orders. Nothing of this gets into a deployed package.
 */
@NullMarked
package io.triskel.orders.console;

import org.jspecify.annotations.NullMarked;
