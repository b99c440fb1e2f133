/**
 * The core's observations, as Micrometer meters whose number stays bounded whatever arrives.
 *
 * <p>No id, key, stream or message is ever a tag. Start reading at
 * {@link io.triskel.observe.micrometer.MicrometerObserver}.
 */
@NullMarked
package io.triskel.observe.micrometer;

import org.jspecify.annotations.NullMarked;
