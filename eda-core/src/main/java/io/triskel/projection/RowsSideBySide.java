package io.triskel.projection;

import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Processes each row once, on an executor's threads and the caller's. The caller waits only for rows that a thread has
 * begun, so an executor that is busy, or waits for the caller, delays nothing.
 */
final class RowsSideBySide<T> {
    /** Rows at a time, with the caller's. */
    static final int MOST = 16;

    private final Queue<Entry<String, T>> left;
    private final BiConsumer<String, T> work;
    private final AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    private final Phaser begun = new Phaser(1);

    private RowsSideBySide(Map<String, T> rows, BiConsumer<String, T> work) {
        this.left = new ConcurrentLinkedQueue<>(rows.entrySet());
        this.work = work;
    }

    /**
     * Processes all rows.
     *
     * @throws RuntimeException the first exception or error of any thread; rows not begun by then are skipped
     */
    static <T> void run(Map<String, T> rows, BiConsumer<String, T> work, Executor executor) {
        RowsSideBySide<T> all = new RowsSideBySide<>(rows, work);
        all.share(executor, Math.min(MOST, rows.size()) - 1);
        all.drain();
        all.begun.awaitAdvance(all.begun.arriveAndDeregister());
        all.failure.get().ifPresent(thrown -> {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        });
    }

    private void share(Executor executor, int threads) {
        try {
            for (int i = 0; i < threads; i++) {
                executor.execute(this::help);
            }
        } catch (RejectedExecutionException full) {
            // The caller does it.
        }
    }

    private void help() {
        if (begun.register() < 0) {
            return;
        }
        try {
            drain();
        } finally {
            begun.arriveAndDeregister();
        }
    }

    private void drain() {
        try {
            for (Entry<String, T> row = next(); row != null; row = next()) {
                work.accept(row.getKey(), row.getValue());
            }
        } catch (RuntimeException | Error thrown) {
            // An error that only ended its thread would skip its row, and the rebuild would continue after it.
            failure.compareAndSet(Optional.empty(), Optional.of(thrown));
        }
    }

    private @Nullable Entry<String, T> next() {
        return failure.get().isPresent() ? null : left.poll();
    }
}
