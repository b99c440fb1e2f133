package io.triskel.spi;

import io.triskel.event.ForAdapters;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Repeats a request that failed for a while, with growing waits of random length (AWS Architecture Blog, "Exponential Backoff And
 * Jitter"), so that those who failed together do not come back together. One object is for one request.
 */
@ForAdapters
public final class Repetition {
    /**
     * How long a store repeats a request if the work's deadline is not nearer: longer than a service needs to split a hot
     * partition's traffic, and a batch has room for it before its deadline.
     */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration FIRST_WAIT = Duration.ofMillis(25);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Pauses pauses;
    private final long end;
    private Duration wait = FIRST_WAIT;

    /**
     * Begins now.
     *
     * @param most the time after which no repetition begins
     */
    public Repetition(Duration most, Pauses pauses) {
        this.pauses = pauses;
        this.end = pauses.nanos().getAsLong() + most.toNanos();
    }

    /** The failures after which a request may be sent again. */
    public enum After {
        /** The request had no effect: it was refused for now, or there was no connection. */
        REFUSAL(false),
        /** Also if its effect is unknown: for reads, and for writes that their writer recognises or that may happen twice. */
        ANY_TROUBLE(true);

        private final boolean unknownToo;

        After(boolean unknownToo) {
            this.unknownToo = unknownToo;
        }

        /** {@return whether a request that failed so may be sent again} */
        public boolean allows(RejectionCause cause) {
            return cause.mayPass() && (unknownToo || cause != RejectionCause.UNKNOWN);
        }
    }

    /** {@return the answer to the request, which is sent again after each failure that {@code passes} accepts} */
    public <T> T of(Predicate<RuntimeException> passes, Supplier<T> request) {
        while (true) {
            try {
                return request.get();
            } catch (RuntimeException failure) {
                if (!passes.test(failure) || !pause()) {
                    throw failure;
                }
            }
        }
    }

    /** Waits before the next try; returns false, at once, if there is no time for one or the thread is interrupted. */
    public boolean pause() {
        Duration time = pauses.partOf(wait);
        Duration twice = wait.multipliedBy(2);
        wait = twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
        return pauses.nanos().getAsLong() + time.toNanos() - end <= 0 && pauses.pause(time);
    }
}
