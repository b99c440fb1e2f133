package io.triskel.hosting.operation;

import io.triskel.event.Envelope;
import io.triskel.event.Page;
import io.triskel.event.PortException;
import io.triskel.projection.History;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/**
 * Reads a history's next page on an executor while the rows of the page before are written. It reads one page at a time, and waits only for
 * what a thread has begun: if the executor is busy, the caller reads.
 */
final class ReadAhead implements History {
    private final History history;
    private final Executor executor;
    private Optional<Reading> ahead = Optional.empty();

    ReadAhead(History history, Executor executor) {
        this.history = history;
        this.executor = executor;
    }

    private record Reading(Optional<String> after, int limit, FutureTask<Page<Envelope<?>>> task) {
        boolean isOf(Optional<String> wanted, int most) {
            return after.equals(wanted) && limit == most;
        }
    }

    @Override
    public Page<Envelope<?>> read(Optional<String> after, int limit) {
        Optional<Reading> begun = ahead;
        ahead = Optional.empty();
        Page<Envelope<?>> page;
        if (begun.isPresent() && begun.get().isOf(after, limit)) {
            page = result(begun.get().task());
        } else {
            begun.ifPresent(ReadAhead::end);
            page = history.read(after, limit);
        }
        ahead = page.next().map(next -> begin(Optional.of(next), limit));
        return page;
    }

    private Reading begin(Optional<String> after, int limit) {
        Reading reading = new Reading(after, limit, new FutureTask<>(() -> history.read(after, limit)));
        try {
            executor.execute(reading.task());
        } catch (RejectedExecutionException full) {
            // The caller reads it.
        }
        return reading;
    }

    private static Page<Envelope<?>> result(FutureTask<Page<Envelope<?>>> task) {
        // Does nothing if a thread has begun.
        task.run();
        try {
            return task.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PortException("reading the history was interrupted", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failed.getCause();
        }
    }

    /** Nobody wants the page, whatever became of it. */
    private static void end(Reading reading) {
        try {
            Page<Envelope<?>> unused = result(reading.task());
        } catch (RuntimeException unwanted) {
            // It is reported if it comes again.
        }
    }

    @Override
    public void close() {
        ahead.ifPresent(ReadAhead::end);
        history.close();
    }
}
