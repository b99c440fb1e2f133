package io.triskel.load.measure;

import java.util.HashMap;
import java.util.Map;

/**
 * What was sent of each key. A key whose events are all accepted at once costs eight bytes; what was refused is remembered apart. Safe
 * for threads: one that sends, others that answer.
 */
final class SentLedger {
    private final int[] next;
    private final int[] inFlight;
    /** Sendings beyond the first, by event. */
    private final Map<Long, Integer> again = new HashMap<>();
    /** Events that the bus does not have for sure, with whether it may. */
    private final Map<Long, Boolean> open = new HashMap<>();

    private long accepted;

    SentLedger(int keys) {
        next = new int[keys];
        inFlight = new int[keys];
    }

    /** Numbers a new event of a key, which is not in flight yet. */
    synchronized int number(int key) {
        return next[key]++;
    }

    synchronized void sent(int key) {
        inFlight[key]++;
    }

    synchronized void sentAgain(int key, int number) {
        inFlight[key]++;
        again.merge(KeyLedger.id(key, number), 1, Integer::sum);
    }

    synchronized void accepted(int key, int number) {
        inFlight[key]--;
        accepted++;
        if (!open.isEmpty()) {
            open.remove(KeyLedger.id(key, number));
        }
    }

    /** @param maybe whether the bus may have it all the same */
    synchronized void refused(int key, int number, boolean maybe) {
        inFlight[key]--;
        open.merge(KeyLedger.id(key, number), maybe, Boolean::logicalOr);
    }

    /** Notes an event that was numbered and waits behind a refused one. */
    synchronized void heldBack(int key, int number) {
        open.put(KeyLedger.id(key, number), false);
    }

    synchronized long acceptedEvents() {
        return accepted;
    }

    synchronized boolean isInFlight(int key) {
        return inFlight[key] > 0;
    }

    synchronized Map<Long, Integer> again() {
        return Map.copyOf(again);
    }

    /** {@return the events that were not accepted to the last, with whether the bus may have them} */
    synchronized Map<Long, Boolean> open() {
        return Map.copyOf(open);
    }

    /** {@return how many events of a key have numbers} */
    synchronized int numbered(int key) {
        return next[key];
    }

    int keys() {
        return next.length;
    }
}
