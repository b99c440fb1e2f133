package io.triskel.memory;

import io.triskel.event.Envelope;
import java.util.List;

/**
 * A run of all streams' events.
 *
 * @param events in the order in which they were committed
 * @param position the last event's position, to read on after; without events the position asked for
 * @param more whether the log goes on behind this page
 */
public record LogPage(List<Envelope<?>> events, long position, boolean more) {
    public LogPage {
        events = List.copyOf(events);
    }
}
