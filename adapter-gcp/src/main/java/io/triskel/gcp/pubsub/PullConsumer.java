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
 * <p>What is received is ours while it is worked on: its lease is extended until it is acknowledged. A lane, which is the events
 * of one ordering key, is worked on by one thread at a time, in order, and many lanes side by side. An event that fails holds its
 * lane and no other; it is HELD: tried again in place, then parked, and acknowledged. Nothing is ever refused
 * ("nacked"), for Pub/Sub would bring it again behind others that are under way. First occurrences come in the order of their
 * key if the subscription keeps order; what was settled and not acknowledged before a crash comes again.
 *
 * <p>A stream that breaks is opened again, whatever the reason, and what is in hand stays; failures are told to the observer.
 *
 * <p>Has threads of its own. It is started once and stopped once.
 */
public final class PullConsumer implements AutoCloseable {
    private static final Duration IN_HAND = Duration.ofSeconds(30);
    private static final Duration CALLS_END_WITHIN = Duration.ofSeconds(10);

    /** A message counts as ours for so much less than the service says: it was under way. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(2);

    /** The least that is not a refusal. */
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
     * @param client asked for at each call, as {@code GcpClients.subscriber} gives it
     * @param subscription its full name, as {@code GcpClients.subscription} gives it
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
        this.workers =
                new LaneWorkers(subscription, hand, calls, processor, codec, settings, clock, guarded, timer, threads);
        this.connection = new Connection(client, subscription, settings, timer, hand::size, this::arrived, guarded);
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

    private void arrived(List<ReceivedMessage> messages) {
        hand.add(messages, System.nanoTime() + settings.lease().minus(UNDER_WAY).toNanos());
        workers.wake();
    }

    /** Those that would end before it is the turn of the next but one. */
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

    /** {@return how long nothing has been in hand; zero while something is} For tools that end when all is read. */
    public Duration idle() {
        return Duration.ofNanos(hand.idleNanos());
    }

    /**
     * Ends. Batches that the consumer has in hand are waited for, for half a minute, and acknowledged; what nobody has begun is left
     * to others, who get it a second later. A batch that takes longer keeps its lanes until it is done. To have events
     * that are tried in place given up at once, stop the {@code BatchProcessor} before.
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

    /** Acknowledged before: what is left to others must not seem to stand behind what is done. */
    private void giveUp() throws InterruptedException {
        calls.flush(CALLS_END_WITHIN);
        calls.setDeadline(hand.giveUp(), GIVEN_UP_WITHIN, () -> {});
        calls.flush(CALLS_END_WITHIN);
        workers.end();
        timer.shutdownNow();
    }
}
