package io.triskel.spi;

import io.triskel.event.ForAdapters;

/** Checks the arguments of reading a page. */
@ForAdapters
public final class Paging {
    private Paging() {}

    /**
     * Checks position and limit.
     *
     * @throws IllegalArgumentException if {@code after} is negative, or {@code limit} less than 1
     */
    public static void require(long after, int limit) {
        if (after < 0 || limit < 1) {
            throw new IllegalArgumentException(
                    "A page needs after of at least 0 and limit of at least 1, not after " + after + " and " + limit);
        }
    }
}
