package io.triskel.local.azure.eventhubs;

import org.jspecify.annotations.Nullable;

/**
 * An event as stored in a partition: ready to send unchanged, and decoded only for readers within this JVM.
 *
 * @param enqueuedMillis since 1970
 * @param encoded the AMQP message with the service's annotations; do not change it
 */
record LogEvent(
        long sequenceNumber,
        long offset,
        long enqueuedMillis,
        @Nullable String partitionKey,
        byte[] encoded) {}
