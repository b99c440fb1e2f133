package io.triskel.gcp.pubsub;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Verdict;
import io.triskel.consume.Verdict.Why;
import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.gcp.CallDeadline;
import io.triskel.observe.Observer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
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
 * Settles the messages in hand. The consumer first gets many lanes at a time, so that inbox and parking lot are asked once for
 * all of them. A lane whose event failed is then given to the consumer alone, from that event on, as HELD: only this lane waits
 * while the event is tried in place.
 */
final class LaneWorkers {
    private static final Duration THREADS_LIVE = Duration.ofSeconds(30);

    private final String subscription;
    private final HeldMessages hand;
    private final Runnable room;
    private final SubscriptionCalls calls;
    private final BatchProcessor processor;
    private final EventCodec codec;
    private final PullSettings settings;
    private final InstantSource clock;
    private final Observer observer;
    private final ScheduledExecutorService timer;
    private final ExecutorService lanes;
    private final ExecutorService held;
    private final LongAdder settled = new LongAdder();

    /** @param room called when there may be less in hand */
    LaneWorkers(
            String subscription,
            HeldMessages hand,
            Runnable room,
            SubscriptionCalls calls,
            BatchProcessor processor,
            EventCodec codec,
            PullSettings settings,
            InstantSource clock,
            Observer observer,
            ScheduledExecutorService timer,
            ThreadFactory threads) {
        this.subscription = subscription;
        this.hand = hand;
        this.room = room;
        this.calls = calls;
        this.processor = processor;
        this.codec = codec;
        this.settings = settings;
        this.clock = clock;
        this.observer = observer;
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
        // Messages whose leases have ended were let go of, which makes room too.
        room.run();
    }

    private void hold(LeasedLane lane) {
        try {
            ScheduledFuture<?> unused = timer.schedule(
                    () -> held.execute(() -> tryInPlace(lane)), lane.nextWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException ended) {
            // The lane's leases are given up, or end by themselves.
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
        HeldMessages.Done done = hand.done(batch, verdicts(batch, redelivery));
        settled.add(done.ackIds().size());
        calls.acknowledge(done.ackIds());
        // Not earlier: stop() waits for this, and then sends the last acknowledgements.
        hand.over();
        room.run();
        done.heldUp().forEach(this::hold);
    }

    private List<Verdict> verdicts(List<Leased> batch, Redelivery redelivery) {
        try {
            List<Delivery> deliveries = new ArrayList<>(batch.size());
            for (Leased event : batch) {
                deliveries.add(PubSubBinding.read(
                        codec,
                        processor.subscription(),
                        event.message,
                        PubSubPosition.of(subscription, event.message.getMessageId())));
            }
            Deadline deadline = Deadline.in(settings.batchTime(), clock);
            return CallDeadline.during(deadline, clock, () -> processor.process(deliveries, redelivery, deadline))
                    .verdicts();
        } catch (RuntimeException | Error nothingIsKnown) {
            observer.portFailed("consumer", new PortException("A batch broke: " + nothingIsKnown, nothingIsKnown));
            return Collections.nCopies(
                    batch.size(), new Verdict.Unsettled(Why.HALTED, "the batch broke: " + nothingIsKnown));
        }
    }

    long settled() {
        return settled.sum();
    }

    /** Begins no further batch; batches that are begun are finished. */
    void end() {
        lanes.shutdown();
        held.shutdown();
    }
}
