/**
 * An Event Hubs emulator in this JVM: hubs, partitions, quotas, Capture, and the AMQP 1.0 server for real SDKs.
 *
 * <p>Independent of Functions and Storage; the function host reads partitions through {@link
 * io.triskel.local.azure.eventhubs.Partition}. Start reading at {@link
 * io.triskel.local.azure.eventhubs.EventHubsServer}, then {@code Partition} for storage and {@code AmqpConnection} for
 * access.
 */
@NullMarked
package io.triskel.local.azure.eventhubs;

import org.jspecify.annotations.NullMarked;
