package io.triskel.spi;

import io.triskel.event.ForAdapters;

/** What every call that reads a page checks first. */
@ForAdapters
public final class Paging {
    private Paging() {}

    /**
     * Checks what a page is asked for.
     *
     * @throws IllegalArgumentException if {@code after} is negative, or {@code limit} leaves no room for an entry
     */
    public static void require(long after, int limit) {
        if (after < 0 || limit < 1) {
            throw new IllegalArgumentException(
                    "A page is read after 0 or more and has 1 entry or more, not after " + after + " and " + limit);
        }
    }
}
