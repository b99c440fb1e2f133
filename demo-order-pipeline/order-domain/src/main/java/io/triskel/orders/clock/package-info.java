/**
 * The pipeline's work that no event sets off: timers that are due, commands and events that were written down and not sent,
 * parked events whose time has come. A target's scheduled function calls it from time to time.
 *
 * <p>Knows neither scheduler nor cloud. Start at {@link io.triskel.orders.clock.ClockWork}.
 */
@NullMarked
package io.triskel.orders.clock;

import org.jspecify.annotations.NullMarked;
