package io.triskel.consume;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;

/**
 * One round of lanes that run apart from each other: each is run once, by a thread of the executor or by the caller, whoever
 * begins it first. The caller begins one only while the executor runs none of them, so that nothing waits for a thread that
 * never comes, such as the caller's own; otherwise it waits, and can give a lane up whose handler hangs.
 */
final class LaneRound {
    /** How long the executor may take to begin a lane: much more than a thread that is free needs to wake up. */
    private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(20);

    /** Of a short time, one part in so many is waited for the executor. */
    private static final int PARTS = 4;

    private static final int HANDED = 1;
    private static final int BEGUN = 2;

    private final List<LaneState> lanes;
    private final Consumer<LaneState> work;
    private final AtomicInteger overtaken;
    private final AtomicIntegerArray states;
    private final AtomicInteger elsewhere = new AtomicInteger();
    private final CountDownLatch open;
    private int next;

    /**
     * Prepares a round.
     *
     * @param work runs a lane; it throws nothing
     * @param overtaken the processor's: how many tasks its executor has whose lanes somebody else has run
     */
    LaneRound(List<LaneState> lanes, Consumer<LaneState> work, AtomicInteger overtaken) {
        this.lanes = lanes;
        this.work = work;
        this.overtaken = overtaken;
        this.states = new AtomicIntegerArray(lanes.size());
        this.open = new CountDownLatch(lanes.size());
    }

    /** Lanes that it rejects run here and now. An executor that is behind gets no more, or its queue would grow for ever. */
    void handTo(Executor executor) {
        if (overtaken.get() > 0) {
            return;
        }
        for (int i = 0; i < lanes.size(); i++) {
            int lane = i;
            states.set(lane, HANDED);
            try {
                executor.execute(() -> runElsewhere(lane));
            } catch (RejectedExecutionException full) {
                if (states.getAndSet(lane, BEGUN) == HANDED) {
                    run(lane);
                }
            }
        }
    }

    private void runElsewhere(int lane) {
        if (!states.compareAndSet(lane, HANDED, BEGUN)) {
            overtaken.decrementAndGet();
            return;
        }
        elsewhere.incrementAndGet();
        try {
            run(lane);
        } finally {
            elsewhere.decrementAndGet();
        }
    }

    private void run(int lane) {
        try {
            work.accept(lanes.get(lane));
        } finally {
            open.countDown();
        }
    }

    /**
     * Waits for all lanes, and runs those that nobody begins. May be called again after an interruption.
     *
     * @param end until when at most, as {@link System#nanoTime()} tells it, and as the lanes that run here allow
     * @return whether all lanes were run; if not, none of them is begun any more
     */
    boolean await(long end) throws InterruptedException {
        long left = end - System.nanoTime();
        long wait = overtaken.get() > 0 ? 0 : Math.min(GRACE, left / PARTS);
        while (!open.await(wait, TimeUnit.NANOSECONDS)) {
            if (end - System.nanoTime() <= 0) {
                abandon();
                return false;
            }
            runWhatNobodyBegins();
            wait = Math.min(GRACE, end - System.nanoTime());
        }
        return true;
    }

    private void runWhatNobodyBegins() {
        int lane = 0;
        while (elsewhere.get() == 0 && lane < lanes.size()) {
            lane = takeOver();
            if (lane < lanes.size()) {
                run(lane);
            }
        }
    }

    private void abandon() {
        int lane = 0;
        while (lane < lanes.size()) {
            lane = takeOver();
        }
    }

    /** {@return a lane that nobody has begun, and nobody else will; the number of lanes if there is none} */
    private int takeOver() {
        while (next < lanes.size()) {
            int lane = next++;
            int before = states.getAndSet(lane, BEGUN);
            if (before == HANDED) {
                overtaken.incrementAndGet();
            }
            if (before != BEGUN) {
                return lane;
            }
        }
        return lanes.size();
    }
}
