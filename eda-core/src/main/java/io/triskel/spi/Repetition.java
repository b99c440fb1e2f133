package io.triskel.spi;

import io.triskel.event.ForAdapters;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Retries one request for a limited time, with growing random waits (AWS Architecture Blog, "Exponential Backoff And
 * Jitter"), so that callers that failed together do not retry together. One object per request.
 *
 * <p>The time starts at the first failure: only a retry shows whether a write took effect whose answer was lost, so one
 * retry begins however slow the first attempt was. No retry begins after the caller's deadline.
 */
@ForAdapters
public final class Repetition {
    /**
     * How long a store retries a request if no deadline is nearer: longer than a service needs to split a hot partition's
     * traffic, and short enough for a batch.
     */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration FIRST_WAIT = Duration.ofMillis(25);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Duration most;
    private final Optional<Long> deadline;
    private final Pauses pauses;
    private Optional<Long> end = Optional.empty();
    private Duration wait = FIRST_WAIT;

    /**
     * Repeats a request that begins now.
     *
     * @param most the time after the first failure after which no retry begins
     * @param left the time until the caller's deadline, if there is one
     */
    public Repetition(Duration most, Optional<Duration> left, Pauses pauses) {
        this.most = most;
        this.deadline = left.map(time -> pauses.nanos().getAsLong() + time.toNanos());
        this.pauses = pauses;
    }

    /** The failures after which a request may be retried. */
    public enum After {
        /** The request had no effect: it was throttled or rejected for now, or there was no connection. */
        REFUSAL(false),
        /** Also if its effect is unknown: for reads, and for writes that are recognised or may happen twice. */
        ANY_TROUBLE(true);

        private final boolean unknownToo;

        After(boolean unknownToo) {
            this.unknownToo = unknownToo;
        }

        /** {@return whether a request with this failure may be retried} */
        public boolean allows(RejectionCause cause) {
            return cause.mayPass() && (unknownToo || cause != RejectionCause.UNKNOWN);
        }
    }

    /** {@return the answer to the request, which is retried after each failure that {@code passes} accepts} */
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

    /** Waits before the next attempt; returns false immediately if no time is left or the thread is interrupted. */
    public boolean pause() {
        long now = pauses.nanos().getAsLong();
        long over = end.orElse(now + most.toNanos());
        end = Optional.of(over);
        Duration time = pauses.partOf(wait);
        Duration twice = wait.multipliedBy(2);
        wait = twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
        long next = now + time.toNanos();
        return next - over <= 0 && deadline.map(last -> next - last <= 0).orElse(true) && pauses.pause(time);
    }
}
