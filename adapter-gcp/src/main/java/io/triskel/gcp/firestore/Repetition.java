package io.triskel.gcp.firestore;

import io.triskel.event.PortException;
import io.triskel.gcp.CallDeadline;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How long, and after which waits, the calls of one step are repeated: with jitter, so that those who failed together do not come
 * back together, until the deadline.
 */
final class Repetition {
    private static final Duration FIRST_WAIT = Duration.ofMillis(20);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final String collection;
    private final long end;
    private Duration wait = FIRST_WAIT;

    /** @param atMost for all tries together, if this thread's {@link CallDeadline} is not nearer */
    Repetition(String collection, Duration atMost) {
        this.collection = collection;
        this.end = System.nanoTime() + CallDeadline.within(atMost).toNanos();
    }

    /** Waits before the next try; returns false, at once, if there is no time for one. */
    boolean pause() {
        long nanos = wait.toNanos() / 2 + ThreadLocalRandom.current().nextLong(wait.toNanos());
        if (end - System.nanoTime() <= nanos) {
            return false;
        }
        Duration twice = wait.multipliedBy(2);
        wait = twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException now) {
            Thread.currentThread().interrupt();
            throw new PortException(
                    "Interrupted before a call of Firestore collection " + collection + " was repeated", now);
        }
        return true;
    }
}
