/**
 * Choreography: there is no orchestrator; each service knows which events of others it reacts to, and with which of its own
 * commands.
 *
 * <p>The same process with an orchestrator is {@code fulfilment}; the services are the same in both. Start at
 * {@link io.triskel.orders.choreography.Reactions}.
 */
@NullMarked
package io.triskel.orders.choreography;

import org.jspecify.annotations.NullMarked;
