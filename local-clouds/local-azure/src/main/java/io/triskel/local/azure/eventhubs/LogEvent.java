package io.triskel.local.azure.eventhubs;

import org.jspecify.annotations.Nullable;

/**
 * An event as it lies in a partition: ready to be sent as it is, decoded only for readers within this JVM.
 *
 * @param enqueuedMillis since 1970
 * @param encoded the AMQP message with the service's annotations; not to be changed
 */
record LogEvent(
        long sequenceNumber,
        long offset,
        long enqueuedMillis,
        @Nullable String partitionKey,
        byte[] encoded) {}
