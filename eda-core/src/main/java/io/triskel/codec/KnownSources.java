package io.triskel.codec;

import org.jspecify.annotations.Nullable;

/**
 * Checks sources and remembers the last {@value #KEPT}: most events of a process are of a few sources, so they share their strings
 * and their checks. A race of two threads costs one more check.
 */
final class KnownSources {
    private static final int KEPT = 8;

    private final @Nullable String[] last = new String[KEPT];
    private int next;

    /**
     * {@return the source, as an equal string}
     *
     * @throws InvalidEventException if it is not a URI-reference
     */
    String checked(String source) {
        for (String known : last) {
            if (known != null && known.equals(source)) {
                return known;
            }
        }
        WireText.requireUriReference("source", source);
        last[Math.floorMod(next++, KEPT)] = source;
        return source;
    }
}
