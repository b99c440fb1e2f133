package io.triskel.gcp.pubsub;

import io.triskel.consume.Redelivery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Settles the held messages. The consumer first gets many lanes at a time, so that inbox and parking lot are read once
 * for all of them. If an event fails, the consumer then gets its lane separately, from that event on, as HELD: only
 * this lane waits while the event is retried in place.
 */
final class LaneWorkers {
    private static final Duration THREADS_LIVE = Duration.ofSeconds(30);

    private final HeldMessages hand;
    private final Runnable room;
    private final SubscriptionCalls calls;
    private final LeasedDeliveries deliveries;
    private final ScheduledExecutorService timer;
    private final ExecutorService lanes;
    private final ExecutorService held;
    private final LongAdder settled = new LongAdder();

    /** @param room called when fewer messages may be held */
    LaneWorkers(
            HeldMessages hand,
            Runnable room,
            SubscriptionCalls calls,
            LeasedDeliveries deliveries,
            PullSettings settings,
            ScheduledExecutorService timer,
            ThreadFactory threads) {
        this.hand = hand;
        this.room = room;
        this.calls = calls;
        this.deliveries = deliveries;
        this.timer = timer;
        this.lanes = pool(settings.lanes(), threads);
        this.held = pool(settings.heldLanes(), threads);
    }

    private static ExecutorService pool(int size, ThreadFactory threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, THREADS_LIVE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), threads);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Starts further workers if there is work for them. */
    void wake() {
        for (int more = hand.recruit(); more > 0; more--) {
            lanes.execute(this::work);
        }
    }

    private void work() {
        List<Leased> batch = hand.take(System.nanoTime());
        while (!batch.isEmpty()) {
            settle(batch, Redelivery.ONE_BY_ONE);
            batch = hand.take(System.nanoTime());
        }
        // Messages whose leases have ended were released, which also makes room.
        room.run();
    }

    private void hold(LeasedLane lane) {
        try {
            ScheduledFuture<?> unused = timer.schedule(
                    () -> held.execute(() -> tryInPlace(lane)), lane.nextWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ended) {
            // The lane's leases were given up, or expire by themselves.
        }
    }

    private void tryInPlace(LeasedLane lane) {
        List<Leased> batch = hand.takeHeldUp(lane, System.nanoTime());
        if (batch.isEmpty()) {
            room.run();
        } else {
            settle(batch, Redelivery.HELD);
            wake();
        }
    }

    private void settle(List<Leased> batch, Redelivery redelivery) {
        HeldMessages.Done done = hand.done(batch, deliveries.settle(batch, redelivery));
        settled.add(done.ackIds().size());
        calls.acknowledge(done.ackIds());
        // Not earlier: stop() waits for this, and then sends the last acknowledgements.
        hand.over();
        room.run();
        done.heldUp().forEach(this::hold);
    }

    long settled() {
        return settled.sum();
    }

    /** Starts no further batch; started batches are finished. */
    void end() {
        lanes.shutdown();
        held.shutdown();
    }
}
