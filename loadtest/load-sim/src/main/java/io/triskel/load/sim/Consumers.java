package io.triskel.load.sim;

import io.triskel.load.path.LoadPath;
import io.triskel.load.traffic.Stamp;

/** The consumers of a run, whose handlers take no time. */
public final class Consumers {
    private final int count;
    private final long run;
    private final LoadPath.Arrived arrived;
    private final LoadPath.Pauses pauses;

    Consumers(int count, long run, LoadPath.Arrived arrived, LoadPath.Pauses pauses) {
        this.count = count;
        this.run = run;
        this.arrived = arrived;
        this.pauses = pauses;
    }

    public int count() {
        return count;
    }

    /** {@return whether they stand still now} */
    public boolean paused() {
        return pauses.untilNext().isZero();
    }

    /** Hands a consumer its next events of a lane. */
    public void deliver(Lane lane, int consumer, int events) {
        lane.read(
                consumer,
                events,
                (key, number, intended, sent) ->
                        arrived.arrived(consumer, new Stamp(run, key, number, intended, sent, 0), true));
    }
}
