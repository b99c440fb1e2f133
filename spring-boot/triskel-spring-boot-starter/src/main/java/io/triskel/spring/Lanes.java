package io.triskel.spring;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which lanes of all consumers are processed; with one, each consumer processes them on its own thread. */
final class Lanes implements Executor, AutoCloseable {
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

    @Override
    public void execute(Runnable work) {
        executor.execute(work);
    }

    @Override
    public void close() {
        atClose.run();
    }
}
