package io.triskel.archive;

import io.triskel.event.ForAdapters;
import java.io.IOException;
import java.util.Optional;

/** Reads the records of one object one by one. */
@ForAdapters
public interface ArchivedEvents {
    /**
     * {@return the next record, or empty at the end of the object}
     *
     * @throws IOException if the next record cannot be read, or is truncated, damaged or too large; callers then stop
     *     reading
     */
    Optional<ArchivedEvent> next() throws IOException;
}
