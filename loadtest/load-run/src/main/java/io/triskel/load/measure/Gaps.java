package io.triskel.load.measure;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The numbers of a key that have not arrived, although later ones have. */
final class Gaps {
    /** First missing number to last. */
    private final TreeMap<Integer, Integer> gaps = new TreeMap<>();

    private int count;

    /** Adds a gap behind all others, both ends included. */
    void add(int first, int last) {
        gaps.put(first, last);
        count += last - first + 1;
    }

    boolean has(int number) {
        Map.Entry<Integer, Integer> gap = gaps.floorEntry(number);
        return gap != null && gap.getValue() >= number;
    }

    /** Takes out a number that is missing. */
    void remove(int number) {
        Map.Entry<Integer, Integer> gap = Objects.requireNonNull(gaps.floorEntry(number));
        gaps.remove(gap.getKey());
        if (gap.getKey() < number) {
            gaps.put(gap.getKey(), number - 1);
        }
        if (number < gap.getValue()) {
            gaps.put(number + 1, gap.getValue());
        }
        count--;
    }

    /** {@return how many numbers are missing} */
    int count() {
        return count;
    }

    /** {@return how many of them are lower} Counts from below, since late events mostly arrive in order. */
    int countBefore(int number) {
        int before = 0;
        for (Map.Entry<Integer, Integer> gap : gaps.entrySet()) {
            if (gap.getKey() >= number) {
                break;
            }
            before += Math.min(gap.getValue(), number - 1) - gap.getKey() + 1;
        }
        return before;
    }
}
