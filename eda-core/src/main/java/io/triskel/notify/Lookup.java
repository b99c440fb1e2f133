package io.triskel.notify;

import io.triskel.event.Deadline;
import java.net.URI;
import java.util.Optional;

/** Asks a source for the state behind a notification. */
@FunctionalInterface
public interface Lookup {
    /**
     * Asks once.
     *
     * @param resolved an absolute address below the configured base of the source
     * @param etag of the state that the caller still has; the source may then answer that it is not modified
     * @param deadline when the answer must be there
     * @throws io.triskel.event.PortException if the source could not be asked, or its answer is none of
     *     {@link LookupAnswer}
     */
    LookupAnswer fetch(URI resolved, Optional<String> etag, Deadline deadline);
}
