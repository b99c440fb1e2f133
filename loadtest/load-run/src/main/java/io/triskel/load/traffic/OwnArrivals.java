package io.triskel.load.traffic;

/** One worker's part of a plan: the arrivals with its own keys. For one thread. */
public final class OwnArrivals {
    private final ArrivalTimes times;
    private final KeyChoice keys;
    private int key;

    /**
     * Creates them.
     *
     * @param times of all workers' arrivals
     * @param keys of all workers' arrivals; those of arrivals after the last one that is asked for are not chosen
     */
    public OwnArrivals(ArrivalTimes times, KeyChoice keys) {
        this.times = times;
        this.keys = keys;
    }

    /** {@return the next time, without taking it; {@link ArrivalTimes#NONE} at the end} */
    public long peek() {
        while (times.peek() != ArrivalTimes.NONE && !keys.isNextOwn()) {
            times.take();
            keys.next();
        }
        return times.peek();
    }

    /** {@return the next time, whose key {@link #key} is from now on; {@link ArrivalTimes#NONE} at the end} */
    public long take() {
        if (peek() != ArrivalTimes.NONE) {
            key = keys.next();
        }
        return times.take();
    }

    /** {@return the key of what was taken last} */
    public int key() {
        return key;
    }
}
