package io.triskel.load.sim;

/** Lets so many events a second through, one after another; what comes meanwhile waits. For one thread. */
public final class Pipe {
    private final double nanosOfAnEvent;
    private double free;

    /** @param rate events a second, above 0 */
    public Pipe(double rate) {
        this.nanosOfAnEvent = 1e9 / rate;
    }

    /** Queues events and {@return when the last of them is through} */
    long reserve(int events, long now) {
        free = Math.max(free, (double) now) + events * nanosOfAnEvent;
        return (long) free;
    }
}
