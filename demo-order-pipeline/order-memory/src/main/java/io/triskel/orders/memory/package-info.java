/**
 * The order pipeline on in-memory ports, as a process that speaks JSON lines ({@code docs/target-protocol.md}); with chaos,
 * if asked for.
 *
 * <p>Memory's own are its ports, the consumers' turns, and its faults; the rest is driven as everywhere. With chaos one thread
 * does everything, under a clock that goes by itself, so that a seed gives the same run again; without, consumers work side by
 * side. Start at {@link io.triskel.orders.memory.MemoryTarget}, then {@link io.triskel.orders.memory.MemoryPipeline}.
 */
@NullMarked
package io.triskel.orders.memory;

import org.jspecify.annotations.NullMarked;
