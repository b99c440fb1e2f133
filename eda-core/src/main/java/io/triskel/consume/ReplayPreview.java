package io.triskel.consume;

import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import java.util.List;

/**
 * What a replay of some lanes would do, as {@link ParkedReplay#preview} found it. Nobody knows before whether a handler
 * succeeds: each event is judged as if those before it in its lane were handled.
 *
 * @param delivered events that a handler would get, in the order of the lanes
 * @param handled events that are completed already, which a replay removes without a call
 * @param unreadable events that cannot be decoded or have no handler; each blocks the rest of its lane
 * @param busy lanes that are being replayed, or whose next event is in progress elsewhere, which a replay skips
 * @param blocked how many events wait behind unreadable events and in busy lanes
 * @param complete whether all events were looked at; false if the limit was reached
 */
public record ReplayPreview(
        List<EventId> delivered,
        List<EventId> handled,
        List<EventId> unreadable,
        List<Lane> busy,
        long blocked,
        boolean complete) {
    public ReplayPreview {
        delivered = List.copyOf(delivered);
        handled = List.copyOf(handled);
        unreadable = List.copyOf(unreadable);
        busy = List.copyOf(busy);
    }
}
