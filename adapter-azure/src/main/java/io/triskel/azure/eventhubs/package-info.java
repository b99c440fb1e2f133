/**
 * Event Hubs: publishes events by the CloudEvents AMQP binding, and reads a hub in long-running processes.
 *
 * <p>Ordering, withholding and settlement belong to the core; this package holds only what is specific to Event Hubs.
 * Start reading at {@link io.triskel.azure.eventhubs.EventHubsBus}.
 */
@NullMarked
package io.triskel.azure.eventhubs;

import org.jspecify.annotations.NullMarked;
