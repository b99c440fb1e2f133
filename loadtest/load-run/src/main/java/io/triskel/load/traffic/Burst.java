package io.triskel.load.traffic;

/**
 * Events that are sent together, as columns, so that a million events a second cost no objects here. Filled by the generator, read
 * by a path, which also notes the outcomes.
 */
public final class Burst {
    private final int[] keys;
    private final int[] numbers;
    private final long[] intended;
    private final SendOutcome[] outcomes;
    private long sent;
    private int size;

    /** An empty burst with room for so many events. */
    public Burst(int capacity) {
        keys = new int[capacity];
        numbers = new int[capacity];
        intended = new long[capacity];
        outcomes = new SendOutcome[capacity];
    }

    /** Adds an event. */
    public void add(int key, int number, long intendedNanos) {
        keys[size] = key;
        numbers[size] = number;
        intended[size] = intendedNanos;
        outcomes[size] = SendOutcome.ACCEPTED;
        size++;
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
        return size == keys.length;
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
