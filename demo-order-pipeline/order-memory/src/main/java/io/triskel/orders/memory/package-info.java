/**
 * The order pipeline on in-memory ports, as a process that speaks JSON lines ({@code docs/target-protocol.md}); with chaos,
 * if asked for.
 *
 * <p>One thread does everything, under a clock that the driver moves, so that a seed gives the same run again. Start at
 * {@link io.triskel.orders.memory.MemoryTarget}, then {@link io.triskel.orders.memory.MemoryPipeline}.
 */
@NullMarked
package io.triskel.orders.memory;

import org.jspecify.annotations.NullMarked;
