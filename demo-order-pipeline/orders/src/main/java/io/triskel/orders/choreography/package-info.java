/**
 * Choreography: nobody directs; each service knows which events of the others it reacts to, and with which command of its
 * own.
 *
 * <p>The same process with a director is {@code fulfilment}; the services are the same in both. Start at
 * {@link io.triskel.orders.choreography.Reactions}.
 */
@NullMarked
package io.triskel.orders.choreography;

import org.jspecify.annotations.NullMarked;
