package io.triskel.gcp.functions;

import io.triskel.consume.Verdict;
import io.triskel.consume.Verdict.Unsettled;
import io.triskel.event.Deadline;
import io.triskel.event.Pause;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Retries an event within its call. Each rejected push makes Pub/Sub push more slowly to the whole subscription
 * (Pub/Sub documentation, "Push subscriptions", "Push backoff"), and most problems pass within a second: a notification
 * whose order is not projected yet, a claim that another instance still holds. A halting consumer gets no retry, since
 * slower pushes are what it needs.
 *
 * <p>Each attempt is a separate delivery to the core, so attempts, parking and ordering do not change. The redelivery
 * {@code HELD}, as for pulled events, would also retry in place, but would park the event when time is over, although
 * Pub/Sub would redeliver it.
 */
final class InPlace {
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Deadline lastTry;
    private final InstantSource clock;
    private final Pause pause;

    /** Bounds the pauses, so that a clock that is set back does not make the call outlast its host. */
    private long pausesLeft;

    /** @param time of the whole call; attempts begin in its first half only */
    InPlace(Duration time, InstantSource clock, Pause pause) {
        this.lastTry = Deadline.in(time.dividedBy(2), clock);
        this.clock = clock;
        this.pause = pause;
        pausesLeft = time.toNanos() / 2;
    }

    /** {@return the verdict of the last attempt} */
    Verdict settle(Supplier<Verdict> attempt) {
        Duration wait = FIRST_WAIT;
        Verdict verdict = attempt.get();
        while (mayPass(verdict) && pause(wait)) {
            Duration twice = wait.multipliedBy(2);
            wait = twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
            verdict = attempt.get();
        }
        return verdict;
    }

    /** A consumer that halts, or has no time left, is not retried now. */
    private static boolean mayPass(Verdict verdict) {
        return verdict instanceof Unsettled unsettled
                && switch (unsettled.why()) {
                    case FAILED, IN_PROGRESS_ELSEWHERE, PORT_FAILED -> true;
                    case BEHIND_A_FAILURE, OUT_OF_TIME, HALTED -> false;
                };
    }

    /** Waits; returns false immediately if no attempt may begin afterwards. */
    private boolean pause(Duration wait) {
        long nanos = wait.toNanos() / 2 + ThreadLocalRandom.current().nextLong(wait.toNanos());
        if (Math.min(lastTry.remaining(clock).toNanos(), pausesLeft) <= nanos) {
            return false;
        }
        pausesLeft -= nanos;
        try {
            pause.pause(Duration.ofNanos(nanos));
            return true;
        } catch (InterruptedException now) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
