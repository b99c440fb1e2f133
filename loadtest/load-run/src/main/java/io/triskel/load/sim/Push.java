package io.triskel.load.sim;

import java.util.List;

/** Delivers a lane to a consumer as soon as its events can be seen and every pipe on the way lets them through. */
final class Push implements Runnable {
    /** Events of a delivery, and the time in which they are gathered. */
    private static final int MOST = 1000;

    private static final long GATHER = 1_000_000;
    private static final long LOOK = 10_000_000;

    private final VirtualClock clock;
    private final Consumers consumers;
    private final TakenEvents lane;
    private final int consumer;
    private final List<Pipe> pipes;
    private boolean scheduled;
    private int underWay;

    Push(VirtualClock clock, Consumers consumers, TakenEvents lane, int consumer, List<Pipe> pipes) {
        this.clock = clock;
        this.consumers = consumers;
        this.lane = lane;
        this.consumer = consumer;
        this.pipes = List.copyOf(pipes);
    }

    /** Notes that the lane has an event. */
    void wake() {
        if (!scheduled) {
            scheduled = true;
            clock.at(lane.nextVisible(consumer), this);
        }
    }

    @Override
    public void run() {
        long now = clock.nanos();
        if (consumers.paused()) {
            clock.at(now + LOOK, this);
            return;
        }
        if (underWay == 0) {
            underWay = lane.visible(consumer, now, MOST);
            long through = now;
            for (Pipe pipe : pipes) {
                through = Math.max(through, pipe.reserve(underWay, now));
            }
            if (through > now) {
                clock.at(through, this);
                return;
            }
        }
        consumers.deliver(lane, consumer, underWay);
        underWay = 0;
        long next = lane.nextVisible(consumer);
        scheduled = next != TakenEvents.NONE;
        if (scheduled) {
            clock.at(Math.max(next, now + GATHER), this);
        }
    }
}
