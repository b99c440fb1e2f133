/**
 * Event Hubs: publishing, the CloudEvents AMQP binding, and reading a hub in long-running processes.
 *
 * <p>Order, withholding and settlement are the core's; only what Event Hubs says and wants may be here.
 * Start reading at {@link io.triskel.azure.eventhubs.EventHubsBus}.
 */
@NullMarked
package io.triskel.azure.eventhubs;

import org.jspecify.annotations.NullMarked;
