package io.triskel.console;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Counts durations of the last ten seconds, in classes that are at most 1/16 wide, so that memory is bounded: a percentile is
 * the upper end of its class.
 */
final class Times {
    private static final int SECONDS = 10;
    private static final int OF_A_POWER = 16;
    private static final int CLASSES = 40 * OF_A_POWER;

    private final int[][] counts = new int[SECONDS][CLASSES];
    private final long[] second = new long[SECONDS];

    synchronized void add(long micros, long nowNanos) {
        long now = nowNanos / 1_000_000_000L;
        int slot = Math.floorMod(now, SECONDS);
        if (second[slot] != now) {
            second[slot] = now;
            Arrays.fill(counts[slot], 0);
        }
        counts[slot][classOf(Math.max(0, micros))]++;
    }

    /** Adds what others counted. */
    synchronized void add(Times others) {
        synchronized (others) {
            for (int slot = 0; slot < SECONDS; slot++) {
                if (second[slot] < others.second[slot]) {
                    second[slot] = others.second[slot];
                    Arrays.fill(counts[slot], 0);
                }
                for (int i = 0; i < CLASSES && second[slot] == others.second[slot]; i++) {
                    counts[slot][i] += others.counts[slot][i];
                }
            }
        }
    }

    private static int classOf(long micros) {
        if (micros < OF_A_POWER) {
            return (int) micros;
        }
        int power = 63 - Long.numberOfLeadingZeros(micros);
        int rest = (int) (micros >>> (power - 4)) - OF_A_POWER;
        return Math.min(CLASSES - 1, (power - 3) * OF_A_POWER + rest);
    }

    private static long upperEnd(int number) {
        if (number < OF_A_POWER) {
            return number;
        }
        int power = number / OF_A_POWER + 3;
        return ((long) (number % OF_A_POWER + OF_A_POWER + 1) << (power - 4)) - 1;
    }

    /** {@return how many there were in the last ten seconds} */
    synchronized long size(long nowNanos) {
        return Arrays.stream(recent(nowNanos)).asLongStream().sum();
    }

    /** {@return the percentile in microseconds; none without a sample} */
    synchronized OptionalLong percentile(double of, long nowNanos) {
        int[] all = recent(nowNanos);
        long size = Arrays.stream(all).asLongStream().sum();
        long rank = Math.max(1, (long) Math.ceil(size * of));
        long seen = 0;
        for (int i = 0; size > 0 && i < CLASSES; i++) {
            seen += all[i];
            if (seen >= rank) {
                return OptionalLong.of(upperEnd(i));
            }
        }
        return OptionalLong.empty();
    }

    private int[] recent(long nowNanos) {
        long now = nowNanos / 1_000_000_000L;
        int[] all = new int[CLASSES];
        for (int slot = 0; slot < SECONDS; slot++) {
            if (now - second[slot] < SECONDS) {
                for (int i = 0; i < CLASSES; i++) {
                    all[i] += counts[slot][i];
                }
            }
        }
        return all;
    }
}
