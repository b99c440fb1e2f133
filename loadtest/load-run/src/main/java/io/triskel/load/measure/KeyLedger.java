package io.triskel.load.measure;

import java.util.HashMap;
import java.util.Map;

/**
 * One consumer's events of each key, numbered from 0. A key that is in order costs four bytes; gaps and duplicates are stored
 * separately. For one thread at a time.
 */
final class KeyLedger {
    /** 2^32 divided by the golden ratio: products of neighbours are far apart. */
    private static final int SPREAD = 0x9E3779B9;

    private final int[] next;
    /** Of keys that are not in order. */
    private final Map<Integer, Gaps> gaps = new HashMap<>();

    private final Map<Long, Integer> repeats = new HashMap<>();
    private long distinct;
    private long reordered;
    private int deepest;

    KeyLedger(int keys) {
        next = new int[keys];
    }

    /** Notes an event; {@return whether it had not come before} */
    boolean see(int key, int number) {
        int expected = next[key];
        if (number == expected) {
            next[key]++;
        } else if (number > expected) {
            gaps.computeIfAbsent(key, any -> new Gaps()).add(expected, number - 1);
            next[key] = number + 1;
        } else if (!fill(key, number)) {
            repeats.merge(id(key, number), 1, Integer::sum);
            return false;
        }
        distinct++;
        return true;
    }

    /** Takes a late event out of its gap; {@return whether it was missing} */
    private boolean fill(int key, int number) {
        Gaps missing = gaps.get(key);
        if (missing == null || !missing.has(number)) {
            return false;
        }
        int overtakenBy = next[key] - 1 - number - (missing.count() - missing.countBefore(number) - 1);
        reordered++;
        deepest = Math.max(deepest, overtakenBy);
        missing.remove(number);
        if (missing.count() == 0) {
            gaps.remove(key);
        }
        return true;
    }

    /** {@return whether an event has come} */
    boolean has(int key, int number) {
        if (number >= next[key]) {
            return false;
        }
        Gaps missing = gaps.get(key);
        return missing == null || !missing.has(number);
    }

    /** {@return how many of a key's events have not come} */
    int missing(int key, int numbered) {
        Gaps missing = gaps.get(key);
        return Math.max(0, numbered - next[key]) + (missing == null ? 0 : missing.count());
    }

    /** {@return how many different events have come} */
    long distinct() {
        return distinct;
    }

    /** {@return how many came after a later one of their key} */
    long reordered() {
        return reordered;
    }

    /** {@return how many later events of its key overtook the worst one} */
    int deepest() {
        return deepest;
    }

    /** {@return how often events came again, by {@link #id}} */
    Map<Long, Integer> repeats() {
        return repeats;
    }

    /** {@return an event as one number} Its lower half is spread by the key: a hash of both halves as they are is the same for thousands. */
    static long id(int key, int number) {
        return (long) key << 32 | Integer.toUnsignedLong(number ^ key * SPREAD);
    }

    /** {@return the key of an event's id} */
    static int key(long id) {
        return (int) (id >> 32);
    }

    /** {@return the number of an event's id} */
    static int number(long id) {
        return (int) id ^ key(id) * SPREAD;
    }
}
