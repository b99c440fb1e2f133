/**
 * What messages between two clocks say about them: how far apart they were, whether one drifts, whether one was stepped. Start at
 * {@link io.triskel.load.clock.ClockBounds}, which collects them and gives a {@link io.triskel.load.clock.ClockOffset}. Nothing here reads a
 * clock.
 */
@NullMarked
package io.triskel.load.clock;

import org.jspecify.annotations.NullMarked;
