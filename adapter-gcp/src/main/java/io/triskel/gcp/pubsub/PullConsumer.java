package io.triskel.gcp.pubsub;

import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.pubsub.v1.ReceivedMessage;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.observe.Observer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Pulls a subscription for one consumer in a long-running process, over one StreamingPull and with the client library's
 * stub (docs/decisions/0015). Several processes can share a subscription.
 *
 * <p>A received message belongs to this process while it is processed: its lease is extended until it is acknowledged.
 * A lane has the events of one ordering key; one thread at a time processes a lane, in order, and many lanes are
 * processed in parallel. A failing event holds only its own lane; it is HELD: retried in place, then parked, and
 * acknowledged. No message is ever nacked, since Pub/Sub would redeliver it after others that are on their way. First
 * deliveries are in key order if the subscription has message ordering; events settled but not acknowledged before a
 * crash are redelivered.
 *
 * <p>A broken stream is reopened, for any reason, and held messages stay; failures are reported to the observer.
 *
 * <p>Has its own threads. A consumer is started once and stopped once.
 */
public final class PullConsumer implements AutoCloseable {
    private static final Duration IN_HAND = Duration.ofSeconds(30);
    private static final Duration CALLS_END_WITHIN = Duration.ofSeconds(10);

    /** Subtracted from each new lease, since the message was on its way for part of that time. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(2);

    /** The shortest deadline that is not a nack. */
    private static final Duration GIVEN_UP_WITHIN = Duration.ofSeconds(1);

    private final PullSettings settings;
    private final HeldMessages hand;
    private final ThreadFactory threads;
    private final ScheduledExecutorService timer;
    private final SubscriptionCalls calls;
    private final LaneWorkers workers;
    private final Connection connection;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean stopped = new AtomicBoolean();

    /**
     * Creates a consumer.
     *
     * @param client supplies the client at each call, as {@code GcpClients.subscriber} does
     * @param subscription the subscription's full name, as {@code GcpClients.subscription} returns it
     * @param processor of the one consumer; called by several threads at the same time
     * @param clock the same as the processor's
     * @param observer gets broken streams and failed calls, as failures of ports
     */
    public PullConsumer(
            Supplier<SubscriberStub> client,
            String subscription,
            BatchProcessor processor,
            EventCodec codec,
            PullSettings settings,
            InstantSource clock,
            Observer observer) {
        Observer guarded = Observer.guarded(observer);
        this.settings = settings;
        this.hand = new HeldMessages(settings);
        this.threads = work -> {
            Thread thread = new Thread(work, "triskel-pull");
            thread.setDaemon(true);
            return thread;
        };
        this.timer = Executors.newSingleThreadScheduledExecutor(threads);
        this.calls = new SubscriptionCalls(client, subscription, timer, guarded);
        this.workers = new LaneWorkers(
                hand,
                this::readOn,
                calls,
                new LeasedDeliveries(subscription, processor, codec, settings.batchTime(), clock, guarded),
                settings,
                timer,
                threads);
        this.connection = new Connection(client, subscription, settings, timer, hand::full, this::arrived, guarded);
    }

    /** Starts to pull. */
    public void start() {
        if (started.getAndSet(true)) {
            throw new IllegalStateException("A consumer can be started once only; create another one");
        }
        long quarter = settings.lease().toMillis() / 4;
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(this::extend, quarter, quarter, TimeUnit.MILLISECONDS);
        connection.begin();
    }

    private void arrived(List<ReceivedMessage> messages, long since) {
        hand.add(messages, since + settings.lease().minus(UNDER_WAY).toNanos());
        if (System.nanoTime() - since > settings.lease().toNanos() / 4) {
            extend();
        }
        workers.wake();
    }

    private void readOn() {
        connection.readOn();
    }

    /** Extends the leases that would end before the round after the next one. */
    private void extend() {
        long now = System.nanoTime();
        long lease = settings.lease().toNanos();
        for (List<HeldMessages.Lease> some : SubscriptionCalls.parts(hand.endingBefore(now + lease / 4 * 3, now))) {
            calls.setDeadline(
                    some.stream().map(HeldMessages.Lease::ackId).toList(),
                    settings.lease(),
                    () -> hand.extended(some, now + lease));
        }
    }

    /** {@return the number of settled deliveries, including duplicates} */
    public long settled() {
        return workers.settled();
    }

    /** {@return the number of messages received and not settled} */
    public int inHand() {
        return hand.size();
    }

    /** {@return how long no message has been held; zero while one is} For tools that end when everything is read. */
    public Duration idle() {
        return Duration.ofNanos(hand.idleNanos());
    }

    /**
     * Stops the consumer. Waits up to half a minute for batches in progress, and acknowledges them; messages not
     * started go to other processes a second later. A batch that takes longer keeps its lanes until it is done. To give
     * up retries in place immediately, stop the {@code BatchProcessor} first.
     */
    public void stop() {
        if (stopped.getAndSet(true)) {
            return;
        }
        hand.end();
        try {
            connection.end();
            if (hand.awaitRest(IN_HAND.toNanos())) {
                giveUp();
            } else {
                threads.newThread(this::giveUpAtLast).start();
            }
        } catch (InterruptedException now) {
            Thread.currentThread().interrupt();
            threads.newThread(this::giveUpAtLast).start();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void giveUpAtLast() {
        try {
            connection.end();
            boolean unused = hand.awaitRest(Long.MAX_VALUE / 2);
            giveUp();
        } catch (InterruptedException now) {
            Thread.currentThread().interrupt();
        }
    }

    /** Acknowledges settled messages first, so that the messages given up do not seem to wait for them. */
    private void giveUp() throws InterruptedException {
        calls.flush(CALLS_END_WITHIN);
        calls.setDeadline(hand.giveUp(), GIVEN_UP_WITHIN, () -> {});
        calls.flush(CALLS_END_WITHIN);
        workers.end();
        timer.shutdownNow();
    }
}
