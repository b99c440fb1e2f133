package io.triskel.local;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition with a deadline, since processes and servers do not become ready after a fixed pause. */
public final class Await {
    /** How long to wait for what takes moments: only a fault reaches it, however busy the machine is. */
    public static final Duration LIMIT = Duration.ofMinutes(4);

    private static final long POLL_NANOS = 1_000_000;

    private Await() {}

    /** Returns as soon as the condition holds, as below, within {@link #LIMIT}. */
    public static void until(String what, BooleanSupplier condition) {
        until(what, LIMIT, condition);
    }

    /**
     * Returns as soon as the condition holds.
     *
     * @param what completes the sentence "Waited in vain for ..."
     * @throws IllegalStateException when the limit passes first, or the thread is interrupted
     */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        value(what, limit, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Returns the first value that the source has, as below, within {@link #LIMIT}. */
    public static <T> T value(String what, Supplier<Optional<T>> source) {
        return value(what, LIMIT, source);
    }

    /**
     * Returns the first value that the source has.
     *
     * @param what completes the sentence "Waited in vain for ..."
     * @throws IllegalStateException when the limit passes first, or the thread is interrupted
     */
    public static <T> T value(String what, Duration limit, Supplier<Optional<T>> source) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> found = source.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("Waited in vain for " + what + " (limit " + limit + ")");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
