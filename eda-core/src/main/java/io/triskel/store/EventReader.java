package io.triskel.store;

import io.triskel.event.Envelope;
import io.triskel.event.ForAdapters;
import io.triskel.event.StreamId;
import java.util.List;

/** The reading half of a store, all that a replay needs. */
public interface EventReader {
    /**
     * Reads on after a revision. A read sees every commit from before the call.
     *
     * @param afterRevision 0 to read from the start
     * @param limit the most events of the page, 1 or more; a store may answer fewer with {@link EventPage#more()},
     * never none
     * @throws IllegalArgumentException if a number is out of its range
     * @throws io.triskel.codec.InvalidEventException if an event of the page cannot be read; a page that ends before that
     *     event can be
     * @throws io.triskel.event.PortException if the store cannot answer
     */
    EventPage read(StreamId stream, long afterRevision, int limit);

    /**
     * A run of a stream's events without gaps.
     *
     * @param events in revision order; each says its stream and revision ({@link io.triskel.event.EventKind.Sourced})
     * @param commits the commits that the events are of, in order and whole, also where the page begins or ends inside one
     * @param lastRevision the stream's last revision, read consistently; 0 if there is no such stream
     * @param more whether the stream goes on behind this page
     */
    record EventPage(List<Envelope<?>> events, List<Commit> commits, long lastRevision, boolean more) {
        public EventPage {
            events = List.copyOf(events);
            commits = List.copyOf(commits);
        }
    }

    /**
     * One append as it is remembered: which command it was and where its events are.
     *
     * @param command the id it was appended with
     * @param first revision of its first event
     * @param last revision of its last event
     */
    @ForAdapters
    record Commit(CommandId command, long first, long last) {
        public Commit {
            if (first < 1 || last < first) {
                throw new IllegalArgumentException(
                        "A commit's revisions are 1 or more and in order, these are " + first + " to " + last);
            }
        }
    }
}
