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
 * Pulls a subscription for one consumer in a long-running process, beside others that share the subscription with it, over one
 * StreamingPull and with the client library's stub (docs/decisions/0015).
 *
 * <p>A received message belongs to this process while it is worked on: its lease is extended until it is acknowledged. A lane has
 * the events of one ordering key; one thread at a time works on a lane, in order, and many lanes are worked on side by side. An
 * event that fails holds its own lane only; it is HELD: tried again in place, then parked, and acknowledged. No message is ever
 * refused ("nacked"), for Pub/Sub would redeliver it behind others that are under way. First occurrences come in the order of
 * their key if the subscription keeps order; events settled but not acknowledged before a crash come again.
 *
 * <p>A stream that breaks is opened again, whatever the reason, and the messages in hand stay; failures are told to the observer.
 *
 * <p>Has threads of its own. A consumer is started once and stopped once.
 */
public final class PullConsumer implements AutoCloseable {
    private static final Duration IN_HAND = Duration.ofSeconds(30);
    private static final Duration CALLS_END_WITHIN = Duration.ofSeconds(10);

    /** Taken off each new lease, since the message was under way for some of that time. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(2);

    /** The least deadline that is not a refusal. */
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
     * @param client gives the client at each call, as {@code GcpClients.subscriber} does
     * @param subscription the subscription's full name, as {@code GcpClients.subscription} gives it
     * @param processor of the one consumer, called by several threads at once
     * @param clock the same as the processor's
     * @param observer told of broken streams and failed calls, as failures of ports
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

    /** Begins to pull. */
    public void start() {
        if (started.getAndSet(true)) {
            throw new IllegalStateException("A consumer is started once; make another one");
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

    /** Extends the leases that would end before the turn after the next one. */
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

    /** {@return how many deliveries were settled, repeats among them} */
    public long settled() {
        return workers.settled();
    }

    /** {@return how many messages are received and not settled} */
    public int inHand() {
        return hand.size();
    }

    /** {@return how long no message has been in hand; zero while one is} For tools that end when all is read. */
    public Duration idle() {
        return Duration.ofNanos(hand.idleNanos());
    }

    /**
     * Stops the consumer. Waits half a minute for batches in work, and acknowledges them; messages not begun go to other
     * processes a second later. A batch that takes longer keeps its lanes until it is done. To give up events that are tried in
     * place at once, stop the {@code BatchProcessor} before.
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

    /** Acknowledges settled messages first, so that the messages given up do not seem to stand behind them. */
    private void giveUp() throws InterruptedException {
        calls.flush(CALLS_END_WITHIN);
        calls.setDeadline(hand.giveUp(), GIVEN_UP_WITHIN, () -> {});
        calls.flush(CALLS_END_WITHIN);
        workers.end();
        timer.shutdownNow();
    }
}
