package io.triskel.hosting.function;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Threads of a function. */
public final class HostThreads {
    private HostThreads() {}

    /**
     * {@return threads that are started when there is work for them, so that a function pays for none that it does not need,
     * and that keep no process alive}
     *
     * @param name of each thread
     * @param atOnce the most threads
     */
    public static Executor named(String name, int atOnce) {
        return Executors.newFixedThreadPool(atOnce, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
