package io.triskel.benchmarks.soak;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts what was sent against what was seen. The events of a key are numbered from 0 in the order of their publication, so that a
 * ledger needs one bit per event and two numbers per key, whatever the events are. Safe for threads.
 */
public final class Ledger {
    private final Map<String, Page> pages = new HashMap<>();
    private long sent;
    private long seen;
    private long duplicated;
    private long outOfOrder;
    private long unknown;

    private static final class Page {
        private final BitSet seen = new BitSet();
        private int sent;
        private int highest = -1;
    }

    /** Notes that the next event of a key is sent; {@return its number} */
    public synchronized int send(String key) {
        sent++;
        return page(key).sent++;
    }

    /**
     * Notes that an event has shown its effect.
     *
     * @param number as {@link #send} gave it; a higher one counts as unknown
     */
    public synchronized void see(String key, int number) {
        Page page = page(key);
        if (number < 0 || number >= page.sent) {
            unknown++;
        } else if (page.seen.get(number)) {
            duplicated++;
        } else {
            page.seen.set(number);
            seen++;
            if (number < page.highest) {
                outOfOrder++;
            }
            page.highest = Math.max(page.highest, number);
        }
    }

    /** {@return the sums so far} */
    public synchronized Tally tally() {
        return new Tally(pages.size(), sent, seen, sent - seen, duplicated, outOfOrder, unknown);
    }

    private Page page(String key) {
        return pages.computeIfAbsent(key, any -> new Page());
    }
}
