package io.triskel.load.clock;

/**
 * What messages prove of another clock's offset from ours, in a run.
 *
 * @param errorMicros how far the clock may have been from ours, at any time of the run
 * @param leastPpm at this rate at least it gains on ours, between steps; below zero if it loses
 * @param mostPpm at this rate at most
 * @param steps how often one stretch of time excludes what another one allows, at any rate of drift
 * @param stepMicros by how much the largest of them was, at least
 */
public record ClockOffset(double errorMicros, double leastPpm, double mostPpm, int steps, double stepMicros) {
    /** {@return the drift that is proven, without its sign; 0 if the clock may run as ours does} */
    public double driftPpm() {
        return Math.max(0, Math.max(leastPpm, -mostPpm));
    }

    /** {@return the worst of both clocks: the larger error, the larger drift, the larger step} */
    public ClockOffset worst(ClockOffset other) {
        ClockOffset drifting = other.driftPpm() > driftPpm() ? other : this;
        return new ClockOffset(
                Math.max(errorMicros, other.errorMicros),
                drifting.leastPpm,
                drifting.mostPpm,
                Math.max(steps, other.steps),
                Math.max(stepMicros, other.stepMicros));
    }
}
