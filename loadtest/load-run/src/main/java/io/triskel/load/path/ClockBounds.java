package io.triskel.load.path;

/**
 * How far another clock may be from ours. Nothing happened there before we caused it, and we learnt of nothing before it happened, so the
 * quickest way there and the quickest way back bound the difference. Safe for threads.
 */
public final class ClockBounds {
    private long atLeast = Long.MIN_VALUE;
    private long atMost = Long.MAX_VALUE;

    /**
     * Notes an event that was somewhere else, in nanoseconds.
     *
     * @param sinceCaused from our causing it, by ours, to the earliest moment by the other clock
     * @param beforeLearnt from our learning of it, by ours, back to the last moment by the other clock; below zero where the clocks agree
     */
    public synchronized void noted(long sinceCaused, long beforeLearnt) {
        atMost = Math.min(atMost, sinceCaused);
        atLeast = Math.max(atLeast, beforeLearnt);
    }

    /** {@return how far the clock may be from ours, in microseconds; 0 if nothing was noted} */
    public synchronized double errorMicros() {
        return atMost == Long.MAX_VALUE ? 0 : Math.max(Math.abs(atLeast), Math.abs(atMost)) / 1e3;
    }
}
