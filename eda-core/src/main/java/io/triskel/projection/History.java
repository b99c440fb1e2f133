package io.triskel.projection;

import io.triskel.event.Envelope;
import io.triskel.event.Page;
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
    Page<Envelope<?>> read(Optional<String> after, int limit);
}
