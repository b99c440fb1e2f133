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
 * One round of lanes that run apart from each other. Each lane is run once, by a thread of the executor or by the caller.
 * The caller runs a lane only while the executor runs none, so that no lane waits for a thread that never comes, such as
 * the caller's own. Otherwise the caller waits, so it can give up a lane whose handler hangs.
 *
 * <p>So the caller waits only for lanes that other threads are running, and nested calls on one pool cannot wait for each
 * other in a circle. If the caller took lanes immediately, a handler that hangs would nearly always hold the caller,
 * although the executor has free threads. An {@code Executor} cannot be asked whether the caller is one of its threads, and
 * only a {@code ThreadPoolExecutor} can remove tasks whose lanes were overtaken: so they are counted instead.
 */
final class LaneRound {
    /** How long the executor may take to begin a lane, in nanoseconds: much longer than a free thread needs to wake up. */
    private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(20);

    /** If little time is left, only a quarter of it is spent waiting for the executor. */
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
     * @param overtaken the processor's count of queued tasks whose lanes a caller took over
     */
    LaneRound(List<LaneState> lanes, Consumer<LaneState> work, AtomicInteger overtaken) {
        this.lanes = lanes;
        this.work = work;
        this.overtaken = overtaken;
        this.states = new AtomicIntegerArray(lanes.size());
        this.open = new CountDownLatch(lanes.size());
    }

    /**
     * Gives lanes to the executor unless it lags, or its queue would grow for ever; lanes that it rejects run here and now.
     */
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
     * Waits for all lanes, and runs lanes that the executor does not begin. May be called again after an interruption.
     *
     * @param end when to stop waiting, by {@link System#nanoTime()}; a lane that runs on this thread is finished first
     * @return whether all lanes were run; if not, no further lane is begun
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

    /** {@return the index of an unstarted lane that now belongs to the caller; the number of lanes if there is none} */
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
