package io.triskel.local.azure.eventhubs;

import java.util.List;

/**
 * Events read from a partition, and where to continue.
 *
 * @param next the sequence number to continue after: of the last event read, or the one given if there was no event
 */
public record Page(List<StoredEvent> events, long next) {
    public Page {
        events = List.copyOf(events);
    }
}
