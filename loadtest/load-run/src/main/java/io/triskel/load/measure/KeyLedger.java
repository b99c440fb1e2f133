package io.triskel.load.measure;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one consumer saw of each key, whose events are numbered from 0. A key that is in order costs four bytes; gaps and repeats are
 * remembered apart. For one thread at a time.
 */
final class KeyLedger {
    private final int[] next;
    /** Gaps of keys that are not in order: first missing number to last. */
    private final Map<Integer, TreeMap<Integer, Integer>> gaps = new HashMap<>();

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
            gaps.computeIfAbsent(key, any -> new TreeMap<>()).put(expected, number - 1);
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
        TreeMap<Integer, Integer> missing = gaps.get(key);
        if (missing == null) {
            return false;
        }
        Map.Entry<Integer, Integer> gap = missing.floorEntry(number);
        if (gap == null || gap.getValue() < number) {
            return false;
        }
        int overtakenBy = next[key] - 1 - number - countBetween(missing, number + 1);
        reordered++;
        deepest = Math.max(deepest, overtakenBy);
        missing.remove(gap.getKey());
        if (gap.getKey() < number) {
            missing.put(gap.getKey(), number - 1);
        }
        if (number < gap.getValue()) {
            missing.put(number + 1, gap.getValue());
        }
        if (missing.isEmpty()) {
            gaps.remove(key);
        }
        return true;
    }

    /** How many numbers from one on are missing. */
    private static int countBetween(Map<Integer, Integer> missing, int from) {
        int count = 0;
        for (Map.Entry<Integer, Integer> gap : missing.entrySet()) {
            int first = Math.max(from, gap.getKey());
            count += Math.max(0, gap.getValue() - first + 1);
        }
        return count;
    }

    /** {@return whether an event has come} */
    boolean has(int key, int number) {
        if (number >= next[key]) {
            return false;
        }
        TreeMap<Integer, Integer> missing = gaps.get(key);
        Map.Entry<Integer, Integer> gap = missing == null ? null : missing.floorEntry(number);
        return gap == null || gap.getValue() < number;
    }

    /** {@return how many of a key's events have not come} */
    int missing(int key, int numbered) {
        TreeMap<Integer, Integer> missing = gaps.get(key);
        return Math.max(0, numbered - next[key]) + (missing == null ? 0 : countBetween(missing, 0));
    }

    /** {@return how many different events have come} */
    long distinct() {
        return distinct;
    }

    /** {@return how many came after a later one of their key} */
    long reordered() {
        return reordered;
    }

    /** {@return by how many later events of its key the worst was overtaken} */
    int deepest() {
        return deepest;
    }

    /** {@return how often events came again, by {@link #id}} */
    Map<Long, Integer> repeats() {
        return repeats;
    }

    /** {@return an event as one number} */
    static long id(int key, int number) {
        return (long) key << 32 | number;
    }
}
