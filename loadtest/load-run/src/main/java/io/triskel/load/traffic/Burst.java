package io.triskel.load.traffic;

import java.util.Arrays;

/**
 * Events that are sent together, as columns, so that a million events a second cost no objects here. Filled by the generator, read
 * by a path, which also notes the outcomes.
 */
public final class Burst {
    private static final int SMALL = 16;

    private final int capacity;
    private int[] keys;
    private int[] numbers;
    private long[] intended;
    private SendOutcome[] outcomes;
    private long sent;
    private int size;

    /** An empty burst with room for so many events; it takes memory as it fills, since thousands of small ones may be in flight. */
    public Burst(int capacity) {
        this.capacity = capacity;
        int small = Math.min(capacity, SMALL);
        keys = new int[small];
        numbers = new int[small];
        intended = new long[small];
        outcomes = new SendOutcome[small];
    }

    /** Adds an event. */
    public void add(int key, int number, long intendedNanos) {
        if (size == keys.length) {
            grow();
        }
        keys[size] = key;
        numbers[size] = number;
        intended[size] = intendedNanos;
        outcomes[size] = SendOutcome.ACCEPTED;
        size++;
    }

    private void grow() {
        int more = Math.min(capacity, 4 * size);
        keys = Arrays.copyOf(keys, more);
        numbers = Arrays.copyOf(numbers, more);
        intended = Arrays.copyOf(intended, more);
        outcomes = Arrays.copyOf(outcomes, more);
    }

    /** Makes it empty again. */
    public void clear() {
        size = 0;
    }

    /** Notes when its events are sent. */
    public void sentAt(long nanos) {
        sent = nanos;
    }

    /** Notes that an event was not accepted; all other events were. */
    public void failed(int place, SendOutcome outcome) {
        outcomes[place] = outcome;
    }

    public int size() {
        return size;
    }

    public boolean isFull() {
        return size == capacity;
    }

    public int key(int place) {
        return keys[place];
    }

    public int number(int place) {
        return numbers[place];
    }

    public long intended(int place) {
        return intended[place];
    }

    public long sent() {
        return sent;
    }

    public SendOutcome outcome(int place) {
        return outcomes[place];
    }
}
