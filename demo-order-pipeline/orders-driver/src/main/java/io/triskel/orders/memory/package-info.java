/**
 * The order pipeline on in-memory ports, as a process that speaks JSON lines ({@code docs/target-protocol.md}); with chaos,
 * if asked for.
 *
 * <p>Only ports, turns and faults are memory's own; the rest is driven as on every target. With chaos one thread does
 * everything, under a clock that advances by itself, so that a seed gives the same run again; without chaos, consumers work
 * side by side. Start at {@link io.triskel.orders.memory.MemoryTarget}, then {@link io.triskel.orders.memory.MemoryPipeline}.
 */
@NullMarked
package io.triskel.orders.memory;

import org.jspecify.annotations.NullMarked;
