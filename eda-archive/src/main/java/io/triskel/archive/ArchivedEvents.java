package io.triskel.archive;

import java.io.IOException;
import java.util.Optional;

/** The records of one object, read one by one. */
public interface ArchivedEvents {
    /**
     * {@return the next record, or nothing at the end of the object}
     *
     * @throws IOException if what follows cannot be read, is cut off, damaged or too large; nothing further is asked for
     */
    Optional<ArchivedEvent> next() throws IOException;
}
