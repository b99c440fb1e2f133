package io.triskel.consume;

import io.triskel.event.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The state shared by all lanes of one batch: the time left, and whether to stop. Thread-safe. */
final class Situation {
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final int DOUBLINGS = 6;

    /** The waits before it, 100 to 800 ms, last 1.5 s. */
    private static final Duration LONG_WAIT = Duration.ofSeconds(1);

    final Redelivery redelivery;
    final Instant began;
    final Deadline deadline;
    final Duration reserve;

    /** No attempt begins after this; the time from here to the deadline is for parking and the inbox. */
    final Deadline attemptsUntil;

    private final CountDownLatch stop;
    private Duration patience;
    private int round = 1;
    private volatile @Nullable String halted;
    private volatile @Nullable Throwable fatal;

    Situation(Redelivery redelivery, Deadline deadline, Duration reserve, InstantSource clock, CountDownLatch stop) {
        this.redelivery = redelivery;
        this.began = clock.instant();
        this.deadline = deadline;
        this.reserve = reserve;
        this.attemptsUntil = deadline.keeping(reserve, clock);
        this.patience = attemptsUntil.remaining(clock);
        this.stop = stop;
    }

    boolean outOfTime(Instant now) {
        return !now.isBefore(attemptsUntil.at());
    }

    boolean overDeadline(Instant now) {
        return !now.isBefore(deadline.at());
    }

    /**
     * Whether a failed event can be tried again in this call. Time is measured by the clock and by the sum of waits, so
     * that a clock that stands still cannot keep a batch for ever.
     */
    boolean canWait(Instant now) {
        return redelivery.retriesInPlace() && hasTimeToWait(now);
    }

    /**
     * Whether an event that is not yet possible can be tried again in this call. A whole batch waits for it too, a little: what is
     * missing is usually there in a moment, and a batch that is redelivered is a failed invocation (decision 0138).
     */
    boolean canAwait(Instant now) {
        return canWait(now)
                || (redelivery == Redelivery.WHOLE_BATCH && nextWait().compareTo(LONG_WAIT) < 0 && hasTimeToWait(now));
    }

    private boolean hasTimeToWait(Instant now) {
        return haltReason() == null
                && patience.compareTo(nextWait()) > 0
                && now.plus(nextWait()).isBefore(attemptsUntil.at());
    }

    Duration nextWait() {
        return FIRST_WAIT.multipliedBy(1L << Math.min(round - 1, DOUBLINGS));
    }

    /** Called between two rounds only. */
    void waited() {
        patience = patience.minus(nextWait());
        round++;
    }

    void halt(String reason) {
        halted = reason;
    }

    /** Stops the batch after an error that leaves its outcome unknown; the error is rethrown at its end. */
    void fail(Throwable beyondRepair) {
        fatal = beyondRepair;
        halted = "the host failed";
    }

    void rethrow() {
        Throwable failure = fatal;
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException bug) {
            throw bug;
        }
    }

    @Nullable
    String haltReason() {
        return stop.getCount() == 0 ? "the host is shutting down" : halted;
    }
}
