/**
 * Azure Functions: the base class of functions that are triggered by batches of events of a hub, and the key with which closed
 * functions are called.
 *
 * <p>No framework and no mapping of our own: what the host passes goes in, the core's deliveries come out.
 * Start reading at {@link io.triskel.azure.functions.EventHubFunction}.
 */
@NullMarked
package io.triskel.azure.functions;

import org.jspecify.annotations.NullMarked;
