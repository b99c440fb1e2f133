package io.triskel.simulation;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;

/**
 * Lets hosts run at the same time, deterministically: of their threads one runs, until it calls a port; who goes on then is
 * drawn from a seed. So every order of port calls that real hosts can meet is met with some seed, and met again with it.
 */
final class Turns {
    private final Random random;
    private final Map<Thread, Semaphore> turns = new HashMap<>();
    private final List<Semaphore> waiting = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    Turns(long seed) {
        random = new Random(seed);
    }

    /** {@return the port as a host sees it: the others may have their turn before each call} */
    <P> P shared(Class<P> port, P real) {
        return Around.port(port, real, (Method method, Object[] args, Around.Call call) -> {
            pass();
            return call.make();
        });
    }

    /** Lets another host have its turn, or none; without effect outside of {@link #run}. */
    void pass() {
        Semaphore own = turns.get(Thread.currentThread());
        if (own != null) {
            waiting.add(own);
            next();
            own.acquireUninterruptibly();
        }
    }

    private void next() {
        if (!waiting.isEmpty()) {
            waiting.remove(random.nextInt(waiting.size())).release();
        }
    }

    /** Runs all hosts to their ends. */
    void run(List<Runnable> hosts) {
        List<Thread> threads = new ArrayList<>();
        for (Runnable host : hosts) {
            Semaphore turn = new Semaphore(0);
            Thread thread = new Thread(() -> run(host, turn));
            turns.put(thread, turn);
            waiting.add(turn);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        next();
        threads.forEach(Turns::join);
        turns.clear();
        if (!failures.isEmpty()) {
            throw new AssertionError("A host failed", failures.get(0));
        }
    }

    private void run(Runnable host, Semaphore turn) {
        turn.acquireUninterruptibly();
        try {
            host.run();
        } catch (RuntimeException | Error failure) {
            failures.add(failure);
        } finally {
            next();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while hosts ran", stop);
        }
    }
}
