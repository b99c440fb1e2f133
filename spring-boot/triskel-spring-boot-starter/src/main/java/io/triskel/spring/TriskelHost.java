package io.triskel.spring;

import io.triskel.consume.ConsumerSpec;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.saga.SagaRunner;
import io.triskel.spi.Hosting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.context.SmartLifecycle;

/**
 * Feeds the application's consumers, sagas, views and replicas, and keeps their clock, from the application's start to its stop. It
 * is the last to start and the first to stop.
 */
public final class TriskelHost implements SmartLifecycle {
    private static final int MOST_ROUNDS = 1_000;
    private static final Duration LATE = Duration.ofSeconds(1);

    private final Platform platform;
    private final Supplier<Hosting> hosting;
    private final Supplier<List<ConsumerSpec>> beans;
    private final TriskelProperties properties;
    private final Runnable changed;
    private final List<Thread> threads = new ArrayList<>();
    private volatile List<ConsumerLoop> loops = List.of();
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile boolean made;
    private volatile boolean abandoned;
    private volatile Clockwork clockwork;

    TriskelHost(
            Platform platform,
            Supplier<Hosting> hosting,
            Supplier<List<ConsumerSpec>> beans,
            TriskelProperties properties,
            Runnable changed) {
        this.platform = platform;
        this.hosting = hosting;
        this.beans = beans;
        this.properties = properties;
        this.changed = changed;
        this.clockwork = new Clockwork(platform, List.of(), List.of(), 1);
    }

    /**
     * Feeds all consumers and does the clock's work on this thread, until nothing is left to do now. For tests, and for commands that
     * end.
     *
     * @throws IllegalStateException if work is left after 1,000 rounds
     */
    public void settle() {
        make();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            int done = clockwork.round();
            for (ConsumerLoop loop : loops) {
                done += loop.once();
            }
            if (done == 0) {
                return;
            }
        }
        throw new IllegalStateException("There is work left after " + MOST_ROUNDS
                + " rounds: look for consumers that answer each other for ever");
    }

    /** @throws IllegalStateException if the last stop gave consumers up, which cannot be fed again */
    @Override
    public synchronized void start() {
        if (abandoned) {
            throw new IllegalStateException("Consumers were given up at the last stop: restart the application");
        }
        make();
        CountDownLatch end = new CountDownLatch(1);
        stopped = end;
        loops.forEach(loop -> threads.add(thread("triskel-" + loop.name(), loop)));
        if (properties.clock().enabled()) {
            threads.add(thread("triskel-clock", () -> keepTime(end)));
        }
        threads.forEach(Thread::start);
    }

    /** Beans of one definition under one name share a feed. */
    private synchronized void make() {
        if (made) {
            return;
        }
        Map<String, HostedConsumer> consumers = new LinkedHashMap<>();
        List<SagaRunner<?>> sagas = new ArrayList<>();
        for (ConsumerSpec bean : beans.get()) {
            HostedConsumer known = consumers.putIfAbsent(bean.name(), platform.host(bean));
            if (known == null && bean instanceof SagaRunner<?> saga) {
                sagas.add(saga);
            }
        }
        List<HostedConsumer> hosted = List.copyOf(consumers.values());
        List<Hosting.Feed> feeds = hosted.isEmpty() ? List.of() : hosting.get().feeds(hosted);
        List<ConsumerLoop> all = new ArrayList<>();
        for (int i = 0; i < hosted.size(); i++) {
            all.add(new ConsumerLoop(platform, hosted.get(i), feeds.get(i), properties.consumers(), changed));
        }
        loops = List.copyOf(all);
        clockwork = new Clockwork(platform, sagas, hosted, properties.clock().limit());
        made = true;
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        // As Spring's own listeners do, they keep an application without a web server alive.
        thread.setDaemon(false);
        return thread;
    }

    private void keepTime(CountDownLatch end) {
        try {
            do {
                int unused = clockwork.round();
            } while (!end.await(properties.clock().every().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException now) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the events in progress within the grace period, then leaves the unsettled ones to be redelivered. */
    @Override
    public synchronized void stop() {
        stopped.countDown();
        loops.forEach(ConsumerLoop::stop);
        long until = System.nanoTime() + properties.consumers().grace().toNanos();
        if (!joined(until)) {
            abandoned = true;
            loops.forEach(ConsumerLoop::abandon);
            if (!joined(System.nanoTime() + LATE.toNanos())) {
                threads.forEach(Thread::interrupt);
            }
        }
        loops.forEach(ConsumerLoop::close);
        threads.clear();
        loops = List.of();
        made = false;
    }

    private boolean joined(long until) {
        try {
            for (Thread thread : threads) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                thread.join(Math.max(1, left));
            }
        } catch (InterruptedException now) {
            Thread.currentThread().interrupt();
            return false;
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }

    @Override
    public boolean isRunning() {
        return stopped.getCount() > 0;
    }

    @Override
    public boolean isAutoStartup() {
        return properties.consumers().autoStart();
    }

    /** Consumers that a pause gives up could not be fed again. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    /** {@return whether each consumer that is fed has reached the bus since the start} */
    boolean reached() {
        return !isRunning() || loops.stream().allMatch(loop -> loop.state().reached());
    }

    /** {@return the states of the consumers by name} */
    Map<String, ConsumerState> states() {
        Map<String, ConsumerState> states = new TreeMap<>();
        loops.forEach(loop -> states.put(loop.name(), loop.state()));
        return states;
    }
}
