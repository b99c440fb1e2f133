package io.triskel.codec;

import org.jspecify.annotations.Nullable;

/**
 * Checks sources, and remembers the last one: the events that a reader meets mostly are of one source, and one string for
 * all of them is less to keep. Two threads may remember different ones, which costs a check and nothing else.
 */
final class KnownSource {
    private @Nullable String last;

    /**
     * {@return the source, as an equal string}
     *
     * @throws InvalidEventException if it is no URI-reference
     */
    String checked(String source) {
        String known = last;
        if (known != null && known.equals(source)) {
            return known;
        }
        WireText.requireUriReference("source", source);
        last = source;
        return source;
    }
}
