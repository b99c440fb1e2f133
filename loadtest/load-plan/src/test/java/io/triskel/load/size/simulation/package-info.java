/**
 * Functions as they are documented, event by event, to check the formulas: triggers that poll and gather batches,
 * instances that are charged by active periods. Time is a number, nothing sleeps, and a seed gives the same run again.
 * Buses are simulated in {@code load-run}.
 */
@NullMarked
package io.triskel.load.size.simulation;

import org.jspecify.annotations.NullMarked;
