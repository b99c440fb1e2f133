package io.triskel.hosting.operation;

import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The position that an archive reached in each stream, for the last million streams. It saves a rebuild the read of a row for
 * events that archive and bus both have; the row's revision is what counts.
 */
final class Reached {
    /** About 100 MB. */
    private static final int MOST_STREAMS = 1_000_000;

    private final Map<String, Long> revisions = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_STREAMS;
        }
    });

    void add(Envelope<?> event) {
        if (event.pattern() instanceof EventKind.Sourced fact) {
            revisions.merge(fact.stream().value(), fact.revision(), Math::max);
        }
    }

    /** Whether this event is known to be from the archive. */
    boolean has(Envelope<?> event) {
        return event.pattern() instanceof EventKind.Sourced fact
                && revisions.getOrDefault(fact.stream().value(), 0L) >= fact.revision();
    }
}
