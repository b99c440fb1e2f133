/**
 * A seeded simulation of the four kinds of source over one script of events and troubles: whatever happens, effects, order
 * per lane and parked events must come out the same. A failing seed is printed and can be run alone.
 *
 * <p>Start reading at {@code SettlementSimulationTest}; more seeds: {@code -Dtriskel.simulation.seeds=20000}. Beside it,
 * {@code ClockFunctionsTest} lets two hosts do the same clock function's work in every order of their port calls
 * ({@code Turns}).
 */
@NullMarked
package io.triskel.simulation;

import org.jspecify.annotations.NullMarked;
