package io.triskel.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Runs the same code on several threads at the same time. */
final class Race {
    /** Only a fault reaches it, however busy the machine is. */
    private static final long MINUTES = 4;

    private Race() {}

    /** {@return the threads' results} */
    static <T> List<T> of(int runners, IntFunction<T> run) {
        ExecutorService threads = Executors.newFixedThreadPool(runners);
        try {
            CyclicBarrier start = new CyclicBarrier(runners);
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < runners; i++) {
                int runner = i;
                Callable<T> atOnce = () -> {
                    start.await(MINUTES, TimeUnit.MINUTES);
                    return run.apply(runner);
                };
                futures.add(threads.submit(atOnce));
            }
            List<T> answers = new ArrayList<>();
            for (Future<T> future : futures) {
                answers.add(future.get(MINUTES, TimeUnit.MINUTES));
            }
            return answers;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("The race was interrupted", interrupted);
        } catch (ExecutionException failed) {
            throw new AssertionError("A runner failed: " + failed.getCause(), failed.getCause());
        } catch (TimeoutException stuck) {
            throw new AssertionError("A runner did not finish within " + MINUTES + " minutes", stuck);
        } finally {
            threads.shutdownNow();
        }
    }
}
