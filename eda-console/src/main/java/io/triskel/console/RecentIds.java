package io.triskel.console;

import io.triskel.event.EventId;

/**
 * The last {@value #KEPT} event ids or so, as 64 bits of each, to recognise repeats in bounded memory: half a MiB. A repeat that comes after
 * many more events is not recognised.
 */
final class RecentIds {
    private static final int KEPT = 1 << 16;

    /** Ids that share a place; with one each, two events of a thousand would forget each other. */
    private static final int WAYS = 8;

    private static final int PLACES = KEPT / WAYS;

    private final long[] prints = new long[KEPT];

    /** {@return whether the id is not among the last ones; now it is} */
    boolean add(EventId id) {
        long print = print(id);
        int first = (int) Long.remainderUnsigned(print, PLACES) * WAYS;
        synchronized (prints) {
            for (int i = first; i < first + WAYS; i++) {
                if (prints[i] == print) {
                    return false;
                }
            }
            System.arraycopy(prints, first, prints, first + 1, WAYS - 1);
            prints[first] = print;
            return true;
        }
    }

    /** FNV-1a of 64 bits, since of a million ids two often share the 32 of {@code hashCode}; 0 is no print. */
    private static long print(EventId id) {
        long hash = 0xcbf29ce484222325L ^ id.source().hashCode();
        String text = id.id();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 32;
        return hash == 0 ? 1 : hash;
    }
}
