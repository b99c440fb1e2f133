package io.triskel.gcp.firestore;

import io.triskel.event.Deadline.Validity;
import io.triskel.store.KeyForm;
import io.triskel.store.Remembered;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Where a query for due entries begins. Entries of such an index are deleted at its start, where a query must skip all
 * recently deleted ones (Firestore documentation, "Best practices", "Avoid skipping over deleted data"). So a query
 * begins where the last one found the first entry. New entries may sort before that, so from time to time a query
 * begins at the start.
 */
final class QueueStart {
    /** Longer than clocks of different hosts differ, and than an append takes. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private static final Duration WHOLE_EVERY = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final Remembered<String, Start> starts = new Remembered<>();

    /** @param clock of the host, independent of the moment a query asks for */
    QueueStart(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Where the queries of a bucket begin.
     *
     * @param whole when a query last began at the bucket's start, and by when the next one must
     */
    private record Start(String key, Validity whole) {}

    /**
     * {@return the key at which a query begins}
     *
     * @param bucket the prefix of all keys of the bucket
     */
    String of(String bucket) {
        Instant now = clock.instant();
        return starts.get(bucket)
                .filter(start -> start.whole().at(now))
                .map(Start::key)
                .orElse(bucket);
    }

    /**
     * Notes the result of a query.
     *
     * @param from what {@link #of} gave for it
     * @param upTo the moment up to which the query asked
     * @param first the first key that the query found
     */
    void found(String bucket, String from, Instant upTo, Optional<String> first) {
        Instant now = clock.instant();
        Instant seen = upTo.isBefore(now) ? upTo : now;
        String recent = bucket + KeyForm.time(seen.minus(MARGIN));
        String next = first.filter(key -> key.compareTo(recent) < 0).orElse(recent);
        Validity whole = starts.get(bucket)
                .filter(start -> !from.equals(bucket))
                .map(Start::whole)
                .orElseGet(() -> Validity.of(now, WHOLE_EVERY));
        starts.put(bucket, new Start(next, whole));
    }
}
