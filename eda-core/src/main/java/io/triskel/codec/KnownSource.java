package io.triskel.codec;

import org.jspecify.annotations.Nullable;

/**
 * Checks sources and remembers the last one: most events of a reader have the same source, so they share one string and one
 * check. A race of two threads costs one more check.
 */
final class KnownSource {
    private @Nullable String last;

    /**
     * {@return the source, as an equal string}
     *
     * @throws InvalidEventException if it is not a URI-reference
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
