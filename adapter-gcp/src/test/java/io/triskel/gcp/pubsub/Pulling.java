package io.triskel.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.pubsub.v1.stub.SubscriberStub;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.NotYetException;
import io.triskel.local.Await;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import io.triskel.local.gcp.pubsub.PubSubSubscription;
import io.triskel.observe.Observer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A subscription, consumers of it whose handlers do as they are told, and what these have seen. */
final class Pulling implements AutoCloseable {
    final PubSubPublishing pubSub;
    final PubSubSubscription subscription;
    final List<Counted> handled = new CopyOnWriteArrayList<>();
    final Set<Counted> tried = ConcurrentHashMap.newKeySet();
    final Set<Counted> failing = ConcurrentHashMap.newKeySet();

    /** What there is nothing yet for. */
    final Set<Counted> early = ConcurrentHashMap.newKeySet();

    /** What takes its host with it, once. */
    final Set<Counted> deadly = ConcurrentHashMap.newKeySet();

    final List<String> problems = new CopyOnWriteArrayList<>();

    /** What handlers of the event wait for. */
    final ConcurrentHashMap<Counted, CountDownLatch> blocked = new ConcurrentHashMap<>();

    /** Each handling takes a permit; there is no end of them unless a test takes them. */
    final Semaphore permits = new Semaphore(Integer.MAX_VALUE / 2);

    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final List<PullConsumer> running = new ArrayList<>();

    Pulling() {
        this(PubSubSettings.defaults());
    }

    Pulling(PubSubSettings settings) {
        this.pubSub = new PubSubPublishing(Counted.CODEC, settings);
        this.subscription = pubSub.subscribe("counter");
    }

    PullConsumer start() {
        return start(PullSettings.defaults(), consumer -> consumer);
    }

    PullConsumer start(PullSettings settings, UnaryOperator<EventConsumer.Builder> with) {
        return start("counter", settings, with);
    }

    PullConsumer start(String name, PullSettings settings, UnaryOperator<EventConsumer.Builder> with) {
        return start(pubSub.clients::subscriber, name, settings, with);
    }

    /** One that cannot be reached, nor reach anybody, once it is cut off. */
    PullConsumer start(AtomicBoolean cutOff, PullSettings settings) {
        return start(
                () -> {
                    if (cutOff.get()) {
                        throw new IllegalStateException("cut off");
                    }
                    return pubSub.clients.subscriber();
                },
                "counter",
                settings,
                consumer -> consumer);
    }

    private PullConsumer start(
            Supplier<SubscriberStub> client,
            String name,
            PullSettings settings,
            UnaryOperator<EventConsumer.Builder> with) {
        EventConsumer.Builder counter = EventConsumer.named("counter")
                .on(Counted.TYPE, Counted.class, (event, handling) -> handle(event.data()));
        PullConsumer consumer = new PullConsumer(
                client,
                pubSub.clients.subscription(name),
                BatchProcessor.of(with.apply(counter).build())
                        .codec(Counted.CODEC)
                        .build(),
                Counted.CODEC,
                settings,
                InstantSource.system(),
                new Observer() {
                    @Override
                    public void portFailed(String port, Throwable failure) {
                        problems.add(port + ": " + failure.getMessage());
                    }
                });
        running.add(consumer);
        consumer.start();
        return consumer;
    }

    private void handle(Counted counted) throws Exception {
        tried.add(counted);
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        try {
            doAsTold(counted);
        } finally {
            now.decrementAndGet();
        }
    }

    private void doAsTold(Counted counted) throws Exception {
        permits.acquire();
        CountDownLatch latch = blocked.get(counted);
        if (latch != null) {
            latch.await();
        }
        if (deadly.remove(counted)) {
            throw new OutOfMemoryError("as if");
        }
        if (early.contains(counted)) {
            throw new NotYetException("not yet");
        }
        if (failing.contains(counted)) {
            throw new IllegalStateException("fails");
        }
        handled.add(counted);
    }

    /** How many handlers ran at the same time, at the most. */
    int mostAtATime() {
        return most.get();
    }

    void publish(int from, int to) {
        assertThat(pubSub.publisher
                        .publishAndWait(Counted.events(from, to), pubSub.deadline())
                        .complete())
                .isTrue();
    }

    /** As any program may. */
    void publish(PubsubMessage.Builder message, String text) {
        pubSub.topic.publish(
                List.of(message.setData(ByteString.copyFromUtf8(text)).build()));
    }

    CountDownLatch block(Counted counted) {
        CountDownLatch latch = new CountDownLatch(1);
        blocked.put(counted, latch);
        return latch;
    }

    void awaitTried(Counted counted) {
        await(counted + " to be tried", () -> tried.contains(counted));
    }

    void awaitHandled(int events) {
        await(events + " events", () -> new HashSet<>(handled).size() == events);
    }

    void awaitCaughtUp() {
        await("all to be acknowledged", subscription::isCaughtUp);
    }

    static void await(String what, BooleanSupplier condition) {
        Await.until(what, condition);
    }

    @Override
    public void close() {
        blocked.values().forEach(CountDownLatch::countDown);
        permits.release(1_000_000);
        running.forEach(PullConsumer::close);
        pubSub.close();
    }
}
