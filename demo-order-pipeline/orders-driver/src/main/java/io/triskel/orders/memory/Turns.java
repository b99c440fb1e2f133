package io.triskel.orders.memory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * The consumers' turns: one after another on the calling thread, or side by side on an executor. A round begins a turn of
 * every idle consumer, and waits for the turns that are still under way from the round before: so the feeder gets at most one
 * round ahead, and a slow consumer does not stop the others.
 *
 * @param <C> consumers
 */
final class Turns<C> {
    private final Executor executor;
    private final Predicate<C> turn;
    private final Map<C, CompletableFuture<Boolean>> last = new HashMap<>();

    /**
     * Creates turns for consumers.
     *
     * @param executor runs the turns; {@code Runnable::run} for one after another
     * @param turn takes a consumer's turn; answers whether the consumer made progress
     */
    Turns(Executor executor, Predicate<C> turn) {
        this.executor = executor;
        this.turn = turn;
    }

    /**
     * Gives every consumer a turn; for one thread at a time.
     *
     * @return whether any consumer made progress, or is under way
     */
    boolean round(List<C> consumers) {
        List<C> late = consumers.stream().filter(this::isUnderWay).toList();
        consumers.stream().filter(consumer -> !late.contains(consumer)).forEach(this::begin);
        for (C consumer : late) {
            boolean unused = result(consumer);
            begin(consumer);
        }
        return consumers.stream().anyMatch(consumer -> isUnderWay(consumer) || result(consumer));
    }

    private void begin(C consumer) {
        last.put(consumer, CompletableFuture.supplyAsync(() -> turn.test(consumer), executor));
    }

    private boolean isUnderWay(C consumer) {
        return !of(consumer).isDone();
    }

    private boolean result(C consumer) {
        try {
            return of(consumer).join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private CompletableFuture<Boolean> of(C consumer) {
        return last.getOrDefault(consumer, CompletableFuture.completedFuture(false));
    }
}
