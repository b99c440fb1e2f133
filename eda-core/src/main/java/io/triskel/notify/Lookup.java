package io.triskel.notify;

import io.triskel.event.Deadline;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/** Asks a source for the state behind a notification. */
@FunctionalInterface
public interface Lookup {
    /**
     * Asks once.
     *
     * @param resolved an absolute address below the configured base of the source
     * @param etag of the caller's cached state; the source may answer that it is not modified
     * @param deadline by when the answer must arrive
     * @throws io.triskel.event.PortException if the source could not be reached, or its answer is not a
     *     {@link LookupAnswer}
     */
    LookupAnswer fetch(URI resolved, Optional<String> etag, Deadline deadline);

    /**
     * The result of a notification's lookup.
     *
     * @param state the decoded state
     * @param version at least the notification's; a newer version is normal
     */
    record Fetched<T>(T state, long version) {}

    /** The result of a lookup. */
    sealed interface LookupAnswer {
        /**
         * The state at a version.
         *
         * @param version the version of the state
         * @param etag for the next conditional request, if the source sends one
         * @param body the state as the source encodes it
         */
        record Found(long version, Optional<String> etag, byte[] body) implements LookupAnswer {
            @Override
            public boolean equals(Object other) {
                return other instanceof Found answer
                        && version == answer.version
                        && etag.equals(answer.etag)
                        && Arrays.equals(body, answer.body);
            }

            @Override
            public int hashCode() {
                return Long.hashCode(version) * 31 + etag.hashCode();
            }
        }

        /** An answer without a state. */
        enum Stateless implements LookupAnswer {
            /** The state still has the given ETag. */
            NOT_MODIFIED,
            /** The source does not have the entity, or not yet. */
            MISSING
        }
    }
}
