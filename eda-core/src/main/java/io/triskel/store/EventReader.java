package io.triskel.store;

import io.triskel.event.Envelope;
import io.triskel.event.ForAdapters;
import io.triskel.event.StreamId;
import java.util.List;

/** Reads event streams: the reading half of a store. */
public interface EventReader {
    /**
     * Reads the events after a revision. A read sees every commit made before the call.
     *
     * @param afterRevision 0 to read from the start
     * @param limit the most events of the page, at least 1; a store may return fewer with {@link EventPage#more()}, but
     *     never none
     * @throws IllegalArgumentException if a number is out of range
     * @throws io.triskel.codec.InvalidEventException if an event of the page cannot be read; a page that ends before that
     *     event is readable
     * @throws io.triskel.event.PortException if the store cannot answer
     */
    EventPage read(StreamId stream, long afterRevision, int limit);

    /**
     * A page of a stream's events, without gaps.
     *
     * @param events in revision order, each with its stream and revision ({@link io.triskel.event.EventKind.Sourced})
     * @param commits the events' commits, in order and whole, even if the page begins or ends inside one
     * @param lastRevision the stream's last revision, read consistently; 0 if there is no such stream
     * @param more whether more events follow
     */
    record EventPage(List<Envelope<?>> events, List<Commit> commits, long lastRevision, boolean more) {
        public EventPage {
            events = List.copyOf(events);
            commits = List.copyOf(commits);
        }
    }

    /**
     * One append: its command and the revisions of its events.
     *
     * @param command the command's id
     * @param first revision of its first event
     * @param last revision of its last event
     */
    @ForAdapters
    record Commit(CommandId command, long first, long last) {
        public Commit {
            if (first < 1 || last < first) {
                throw new IllegalArgumentException(
                        "A commit's revisions must be at least 1 and in order, these are " + first + " to " + last);
            }
        }
    }
}
