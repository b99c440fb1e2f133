package io.triskel.projection;

import io.triskel.event.Envelope;
import io.triskel.event.Page;
import java.util.Optional;

/** All events since the beginning, for rebuilds: an archive, or the log of an in-memory store. */
@FunctionalInterface
public interface History extends AutoCloseable {
    /**
     * Reads a page; each stream's events are in revision order, duplicates allowed.
     *
     * @param after {@link Page#next()} of the previous page; empty for the first page
     * @param limit at least 1
     */
    Page<Envelope<?>> read(Optional<String> after, int limit);

    /** Ends what reading has opened; nothing by default. */
    @Override
    default void close() {}
}
