package io.triskel.store;

import io.triskel.event.Envelope;
import java.util.List;

/**
 * A run of a stream's events without gaps.
 *
 * @param events in revision order; each says its stream and revision ({@link io.triskel.event.Pattern.Sourced})
 * @param commits the commits that the events are of, in order and whole, also where the page begins or ends inside one
 * @param lastRevision the stream's last revision, read consistently; 0 if there is no such stream
 * @param more whether the stream goes on behind this page
 */
public record EventPage(List<Envelope<?>> events, List<Commit> commits, long lastRevision, boolean more) {
    public EventPage {
        events = List.copyOf(events);
        commits = List.copyOf(commits);
    }
}
