/**
 * Azure Functions: the base class of functions that an event hub triggers with batches of events, and the credential to
 * call a function that requires a key.
 *
 * <p>No framework and no mapping layer: the host's values go in, the core's deliveries come out. Start reading at
 * {@link io.triskel.azure.functions.EventHubFunction}.
 */
@NullMarked
package io.triskel.azure.functions;

import org.jspecify.annotations.NullMarked;
