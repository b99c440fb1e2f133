package io.triskel.projection;

import io.triskel.event.Envelope;
import java.util.List;
import java.util.Optional;

/** All events since the beginning, to rebuild from: an archive, or the log of an in-memory store. */
@FunctionalInterface
public interface History {
    /**
     * Reads on; each stream's events come in revision order, repeats allowed.
     *
     * @param after {@link Page#next()} of the page before; empty for the first page
     * @param limit 1 or more
     */
    Page read(Optional<String> after, int limit);

    /**
     * Some events.
     *
     * @param events at most as many as asked for
     * @param next where the next page begins; empty after the last one
     */
    record Page(List<Envelope<?>> events, Optional<String> next) {
        public Page {
            events = List.copyOf(events);
        }
    }
}
