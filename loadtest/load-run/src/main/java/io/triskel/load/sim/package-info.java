/**
 * Buses as they are documented, event by event, in time that passes only while a run waits. What is common to them is here: the clock,
 * meters, lanes of events in order, and the path that a run loads. A cloud's rules, each with its source, are in its own package.
 *
 * <p>Nothing here is an adapter, and nothing is measured: every figure is {@code simulated}. Reading starts at
 * {@link io.triskel.load.sim.SimulatedPath}; {@code docs/simulation.md} says what is omitted.
 */
@NullMarked
package io.triskel.load.sim;

import org.jspecify.annotations.NullMarked;
