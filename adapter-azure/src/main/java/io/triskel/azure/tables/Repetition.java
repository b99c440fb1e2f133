package io.triskel.azure.tables;

import io.triskel.azure.AzureErrors;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Repeats a request that failed for a while, with growing waits of random length, as the service asks for when a partition or an account
 * is busy (Azure Storage, "Scalability and performance targets for Table storage"). The host would repeat the whole batch instead: one of
 * several hundred keys would then hardly ever come to its end while a few requests in a hundred fail.
 */
final class Repetition {
    /** What is busy for longer than this is the host's to repeat: a batch that ends soon has no more time. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final long FIRST_WAIT = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(500);

    private Repetition() {}

    /** {@return the answer to the request, which is sent once or more} A write may have been carried out before its last try. */
    static <T> T of(Supplier<T> request) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (long wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
            try {
                return request.get();
            } catch (RuntimeException failure) {
                long pause = ThreadLocalRandom.current().nextLong(wait) + 1;
                if (failure.getCause() instanceof InterruptedException
                        || !AzureErrors.causeOf(failure).mayPass()
                        || System.nanoTime() + pause - end > 0
                        || interrupted(pause)) {
                    throw failure;
                }
            }
        }
    }

    private static boolean interrupted(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
            return false;
        } catch (InterruptedException now) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
