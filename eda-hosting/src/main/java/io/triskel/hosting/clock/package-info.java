/**
 * The pipeline's work that no event triggers: timers that are due, commands and events that were stored but not sent, parked
 * events that are due. A target's scheduled function calls this work from time to time.
 *
 * <p>Knows neither scheduler nor cloud. Start at {@link io.triskel.hosting.clock.ClockWork}.
 */
@NullMarked
package io.triskel.hosting.clock;

import org.jspecify.annotations.NullMarked;
