/**
 * Event Hubs in this JVM: hubs, partitions, quotas, Capture, and the AMQP 1.0 server through which real SDKs use them.
 *
 * <p>Nothing of Functions or Storage enters; the function host reads partitions through
 * {@link io.triskel.local.azure.eventhubs.Partition}. Start reading at {@link io.triskel.local.azure.eventhubs.EventHubsServer},
 * then {@code Partition} for what is stored and {@code AmqpConnection} for how it is reached.
 */
@NullMarked
package io.triskel.local.azure.eventhubs;

import org.jspecify.annotations.NullMarked;
