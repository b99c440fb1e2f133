package io.triskel.orders.memory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * The consumers' turns: one after another on the thread that calls, or side by side on those of an executor. A round begins
 * the turn of everybody who has none under way, and waits for the turns that the round before has left under way: whoever
 * feeds the pipeline gets ahead of it by a round and no more, and a slow consumer does not keep the others from going on.
 *
 * @param <C> consumers
 */
final class Turns<C> {
    private final Executor executor;
    private final Predicate<C> turn;
    private final Map<C, CompletableFuture<Boolean>> last = new HashMap<>();

    /**
     * Has turns taken.
     *
     * @param executor where they are taken; {@code Runnable::run} for one after another
     * @param turn takes one, and says whether that got the consumer any further
     */
    Turns(Executor executor, Predicate<C> turn) {
        this.executor = executor;
        this.turn = turn;
    }

    /**
     * Gives every consumer a turn; for one thread.
     *
     * @return whether any of them got further, or is under way
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
