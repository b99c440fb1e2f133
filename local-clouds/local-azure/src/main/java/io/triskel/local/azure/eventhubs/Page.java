package io.triskel.local.azure.eventhubs;

import java.util.List;

/**
 * What was read of a partition, and where to go on.
 *
 * @param next what the next read comes after: the last sequence number read, or the one that was asked for if there was nothing
 */
public record Page(List<StoredEvent> events, long next) {
    public Page {
        events = List.copyOf(events);
    }
}
