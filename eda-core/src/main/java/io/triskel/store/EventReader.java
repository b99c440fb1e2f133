package io.triskel.store;

import io.triskel.event.StreamId;

/** The reading half of a store, all that a replay needs. */
public interface EventReader {
    /**
     * Reads on after a revision. What was committed before the call is seen.
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
}
