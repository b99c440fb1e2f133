package io.triskel.gcp.firestore;

import io.triskel.event.Deadline.Validity;
import io.triskel.store.KeyForm;
import io.triskel.store.Remembered;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Where a query for what is due begins. Entries of such an index are deleted at its start, where a query has to skip over all that
 * were deleted lately (Firestore documentation, "Best practices", "Avoid skipping over deleted data"). So a query begins where the
 * last one found the first entry. Entries may come before that, so now and then a query begins at the start.
 */
final class QueueStart {
    /** More than clocks of different hosts differ, and than an append takes. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private static final Duration WHOLE_EVERY = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final Remembered<String, Start> starts = new Remembered<>();

    /** @param clock of the host, whatever moment a query asks for */
    QueueStart(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Where the queries of a bucket begin.
     *
     * @param whole since when a query has begun at the bucket's start, and until when another one shall
     */
    private record Start(String key, Validity whole) {}

    /**
     * {@return the key at which a query begins}
     *
     * @param bucket what all keys of the bucket begin with
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
     * @param upTo the moment up to which it asked
     * @param first the first key that it found
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
