/**
 * The console of the order pipeline: {@link io.triskel.orders.console.PipelineConsole} says what the pipeline consists of, and {@link
 * io.triskel.orders.console.ConsoleTalk} is the process of {@code ./triskel ui}. Nothing of this gets into a deployed package.
 */
@NullMarked
package io.triskel.orders.console;

import org.jspecify.annotations.NullMarked;
