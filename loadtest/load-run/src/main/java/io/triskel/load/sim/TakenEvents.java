package io.triskel.load.sim;

import java.util.Arrays;

/**
 * Events in the order in which they were taken, each to be seen a while later. Columns in a ring, so that a million events a second cost
 * no objects. Each consumer has its own position; events that all have read are dropped.
 *
 * <p>The delay until an event is seen changes once a second. If it were drawn for each event, order would make all wait for the slowest.
 */
public final class TakenEvents {
    /** There is no next event. */
    public static final long NONE = Long.MAX_VALUE;

    private static final int SMALLEST = 16;
    private static final long REDRAW = 1_000_000_000;

    private final Delay delay;
    private final long[] read;
    private int[] keys = new int[SMALLEST];
    private int[] numbers = new int[SMALLEST];
    private long[] intended = new long[SMALLEST];
    private long[] sent = new long[SMALLEST];
    private long[] visible = new long[SMALLEST];
    private long first;
    private long end;
    private long redraw = Long.MIN_VALUE;
    private long current;
    private long lastVisible;

    /** @param delay may be that of other lanes, too */
    public TakenEvents(Delay delay, int consumers) {
        this.delay = delay;
        this.read = new long[consumers];
    }

    /** Adds an event that was sent now. */
    public void add(int key, int number, long intendedNanos, long now) {
        if (end - first == keys.length) {
            grow();
        }
        if (now >= redraw) {
            current = delay.next();
            redraw = now + REDRAW;
        }
        lastVisible = Math.max(lastVisible, now + current);
        int place = place(end++);
        keys[place] = key;
        numbers[place] = number;
        intended[place] = intendedNanos;
        sent[place] = now;
        visible[place] = lastVisible;
    }

    private int place(long index) {
        return (int) (index & (keys.length - 1));
    }

    private void grow() {
        int old = keys.length;
        keys = Arrays.copyOf(keys, 2 * old);
        numbers = Arrays.copyOf(numbers, 2 * old);
        intended = Arrays.copyOf(intended, 2 * old);
        sent = Arrays.copyOf(sent, 2 * old);
        visible = Arrays.copyOf(visible, 2 * old);
        for (long i = first; i < end; i++) {
            int from = (int) (i & (old - 1));
            int to = place(i);
            keys[to] = keys[from];
            numbers[to] = numbers[from];
            intended[to] = intended[from];
            sent[to] = sent[from];
            visible[to] = visible[from];
        }
    }

    /** {@return how many of its next events a consumer can see, up to a number} */
    public int visible(int consumer, long now, int most) {
        long from = read[consumer];
        long until = Math.min(end, from + most);
        long next = from;
        while (next < until && visible[place(next)] <= now) {
            next++;
        }
        return (int) (next - from);
    }

    /** {@return when a consumer can see its next event; {@link #NONE} if there is none} */
    public long nextVisible(int consumer) {
        return read[consumer] == end ? NONE : visible[place(read[consumer])];
    }

    /** Hands a consumer its next events. */
    void read(int consumer, int events, Reader reader) {
        for (int i = 0; i < events; i++) {
            int place = place(read[consumer]++);
            reader.read(keys[place], numbers[place], intended[place], sent[place]);
        }
        if (events > 0) {
            forget();
        }
    }

    private void forget() {
        long slowest = end;
        for (long place : read) {
            slowest = Math.min(slowest, place);
        }
        first = slowest;
    }

    /** Takes events that are read. */
    @FunctionalInterface
    interface Reader {
        void read(int key, int number, long intended, long sent);
    }
}
