package io.triskel.load.measure;

import java.util.Arrays;

/**
 * Times in which events had to wait for one and the same reason, and how much of each event's delay that is. Events are asked for in the
 * order in which they were due. For one thread.
 */
public final class Waits {
    /** Waits that begin within this time of one another are kept as one, of which each instant has an equal share. */
    private static final long TOGETHER = 1_000_000;

    private long[] froms = new long[64];
    private long[] tos = new long[64];
    /** How much waiting there was before each. */
    private long[] before = new long[64];

    private int first;
    private int size;
    private long total;

    /** Adds waiting after all earlier ones, of a duration of at most that between the two times. */
    public void add(long from, long to, long duration) {
        int last = size - 1;
        if (last >= first && from - froms[last] < TOGETHER) {
            tos[last] = to;
        } else {
            makeRoom();
            froms[size] = from;
            tos[size] = to;
            before[size] = total;
            size++;
        }
        total += duration;
    }

    private void makeRoom() {
        if (size < froms.length) {
            return;
        }
        if (first > size / 2) {
            System.arraycopy(froms, first, froms, 0, size - first);
            System.arraycopy(tos, first, tos, 0, size - first);
            System.arraycopy(before, first, before, 0, size - first);
            size -= first;
            first = 0;
        } else {
            froms = Arrays.copyOf(froms, 2 * size);
            tos = Arrays.copyOf(tos, 2 * size);
            before = Arrays.copyOf(before, 2 * size);
        }
    }

    /** {@return how much of it was after a time, until now}, which is no earlier than any that was asked for before */
    public long since(long time) {
        while (first < size && tos[first] <= time) {
            first++;
        }
        if (first == size) {
            return 0;
        }
        long after = total - before[first];
        if (time <= froms[first]) {
            return after;
        }
        long whole = (first + 1 < size ? before[first + 1] : total) - before[first];
        return after - (long) ((double) whole * (time - froms[first]) / (tos[first] - froms[first]));
    }

    /** {@return all of it} */
    public long total() {
        return total;
    }
}
