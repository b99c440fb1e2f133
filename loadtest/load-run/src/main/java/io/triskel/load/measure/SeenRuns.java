package io.triskel.load.measure;

import java.util.Arrays;

/**
 * What one consumer saw of all keys, as runs of numbers that came one after the other, each with the times of its first and its last event:
 * a key that comes in order is one run. A run takes 28 bytes, so 28 MB for a million events in the worst case, in which keys move between
 * workers with each event. For one thread at a time.
 */
final class SeenRuns {
    /** Runs that are noted at most, of 112 MB. */
    static final int MOST = 4_000_000;

    private static final int NONE = -1;

    private final int most;
    /** Of the run of each key that may still go on: its place, or none. */
    private final int[] current;

    private int[] runs = new int[3 * 64];
    private long[] times = new long[2 * 64];
    private int count;
    private boolean complete = true;
    private long longestSilence;

    SeenRuns(int keys) {
        this(keys, MOST);
    }

    SeenRuns(int keys, int most) {
        this.most = most;
        this.current = new int[keys];
        Arrays.fill(current, NONE);
    }

    /** Notes an event that had not come before. */
    void see(int key, int number, long at) {
        int run = current[key];
        if (run != NONE && runs[3 * run + 2] == number - 1) {
            longestSilence = Math.max(longestSilence, at - times[2 * run + 1]);
            runs[3 * run + 2] = number;
            times[2 * run + 1] = at;
        } else if (count == most) {
            complete = false;
            current[key] = NONE;
        } else {
            current[key] = count;
            add(key, number, at);
        }
    }

    private void add(int key, int number, long at) {
        if (3 * count == runs.length) {
            runs = Arrays.copyOf(runs, 2 * runs.length);
            times = Arrays.copyOf(times, 2 * times.length);
        }
        runs[3 * count] = key;
        runs[3 * count + 1] = number;
        runs[3 * count + 2] = number;
        times[2 * count] = at;
        times[2 * count + 1] = at;
        count++;
    }

    /** {@return triples: a key, and the first and the last number of a run} */
    int[] runs() {
        return Arrays.copyOf(runs, 3 * count);
    }

    /**
     * {@return pairs: when the first and the last event of each run came, in microseconds since 1970}
     *
     * @param epoch by the clock of the run, in nanoseconds
     */
    long[] micros(long epoch) {
        long[] micros = Arrays.copyOf(times, 2 * count);
        for (int i = 0; i < micros.length; i++) {
            micros[i] = Math.floorDiv(micros[i] - epoch, 1_000L);
        }
        return micros;
    }

    /** {@return the longest time between two events of a run, in nanoseconds} */
    long longestSilence() {
        return longestSilence;
    }

    /** {@return whether there was room for all} */
    boolean isComplete() {
        return complete;
    }
}
