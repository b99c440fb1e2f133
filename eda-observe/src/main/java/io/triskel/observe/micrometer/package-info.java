/**
 * Reports the core's work as Micrometer meters, in a bounded number.
 *
 * <p>No id, key, stream or message is ever a tag. Start at {@link io.triskel.observe.micrometer.MicrometerObserver}.
 */
@NullMarked
package io.triskel.observe.micrometer;

import org.jspecify.annotations.NullMarked;
