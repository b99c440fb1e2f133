package io.triskel.load.sim;

import io.triskel.load.run.RunClock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time that passes only while a thread pauses; due work happens then, in order, on the pausing thread. Work takes no time, so
 * that a run gives the same result on any machine. For one thread.
 */
public final class VirtualClock implements RunClock {
    /** A thread that sleeps wakes late: Linux lets timers slip by 50 microseconds (prctl, PR_SET_TIMERSLACK). */
    private static final long LEAST_PAUSE = 50_000;

    private static final long SECOND = 1_000_000_000;

    private final PriorityQueue<Due> dues =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private final Instant origin;
    private long now;
    private long orders;

    /** @param origin what the wall's clock says when the run starts */
    public VirtualClock(Instant origin) {
        this.origin = origin;
    }

    /**
     * Something that will happen.
     *
     * @param order of what happens at the same time
     */
    private record Due(long at, long order, Runnable work) {}

    @Override
    public long nanos() {
        return now;
    }

    /** Schedules something at a time, or now if that is past. */
    public void at(long nanos, Runnable work) {
        dues.add(new Due(Math.max(now, nanos), orders++, work));
    }

    @Override
    public void pause(long forNanos) {
        long until = now + Math.max(LEAST_PAUSE, forNanos);
        for (Due next = dues.peek(); next != null && next.at() <= until; next = dues.peek()) {
            dues.remove();
            now = next.at();
            next.work().run();
        }
        now = until;
    }

    @Override
    public Ticking everySecond(Runnable work) {
        Seconds seconds = new Seconds(work);
        at(now + SECOND, seconds);
        return seconds;
    }

    private final class Seconds implements Ticking, Runnable {
        private final Runnable work;
        private boolean closed;

        private Seconds(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            if (!closed) {
                work.run();
                at(now + SECOND, this);
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Override
    public InstantSource wall() {
        return () -> origin.plusNanos(now);
    }

    @Override
    public boolean isVirtual() {
        return true;
    }
}
