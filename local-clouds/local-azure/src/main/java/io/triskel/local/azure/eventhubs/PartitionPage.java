package io.triskel.local.azure.eventhubs;

import java.util.List;

/**
 * Events read from a partition, and where to continue.
 *
 * @param next the sequence number to continue after: that of the last event read, or the requested one if there was no
 *     event
 */
public record PartitionPage(List<StoredEvent> events, long next) {
    public PartitionPage {
        events = List.copyOf(events);
    }
}
