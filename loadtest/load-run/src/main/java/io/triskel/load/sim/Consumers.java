package io.triskel.load.sim;

import io.triskel.load.path.LoadPath;
import io.triskel.load.traffic.Stamp;

/** The consumers of a run: their handlers take no time, or a function handles their events. */
public final class Consumers {
    private final int count;
    private final long run;
    private final LoadPath.Arrived arrived;
    private final LoadPath.Pauses pauses;
    private final Handing handing;

    Consumers(int count, long run, LoadPath.Arrived arrived, LoadPath.Pauses pauses) {
        this(count, run, arrived, pauses, (consumer, stamp) -> arrived.arrived(consumer, stamp, true));
    }

    private Consumers(int count, long run, LoadPath.Arrived arrived, LoadPath.Pauses pauses, Handing handing) {
        this.count = count;
        this.run = run;
        this.arrived = arrived;
        this.pauses = pauses;
        this.handing = handing;
    }

    /** Receives delivered events. */
    @FunctionalInterface
    private interface Handing {
        void hand(int consumer, Stamp stamp);
    }

    /** {@return the same, whose events a function handles} */
    Consumers through(Functions functions) {
        return new Consumers(count, run, arrived, pauses, (consumer, stamp) -> functions.take(stamp, arrived));
    }

    LoadPath.Arrived arrived() {
        return arrived;
    }

    public int count() {
        return count;
    }

    /** {@return whether they stand still now} */
    public boolean paused() {
        return pauses.untilNext().isZero();
    }

    /** Hands a consumer its next events of a lane. */
    public void deliver(TakenEvents lane, int consumer, int events) {
        lane.read(
                consumer,
                events,
                (key, number, intended, sent) ->
                        handing.hand(consumer, new Stamp(run, key, number, intended, sent, 0)));
    }
}
