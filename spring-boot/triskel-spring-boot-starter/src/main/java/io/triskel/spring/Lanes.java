package io.triskel.spring;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which lanes of all consumers are processed; with one, each consumer processes them on its own thread. No {@link
 * Executor} itself: Spring Boot would take such a bean for the application's, and leave out its own.
 */
final class Lanes implements AutoCloseable {
    private final Executor executor;
    private final Runnable atClose;

    Lanes(int threads) {
        if (threads == 1) {
            executor = Runnable::run;
            atClose = () -> {};
        } else {
            AtomicInteger number = new AtomicInteger();
            ExecutorService pool = Executors.newFixedThreadPool(threads, work -> {
                Thread thread = new Thread(work, "triskel-lane-" + number.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });
            executor = pool;
            atClose = pool::shutdown;
        }
    }

    Executor executor() {
        return executor;
    }

    @Override
    public void close() {
        atClose.run();
    }
}
