package io.triskel.outbox;

import io.triskel.event.Deadline;
import io.triskel.event.Pause;
import java.time.Duration;
import java.time.InstantSource;

/** How often a dispatcher retries, after growing pauses, while the bus rejects events for a transient cause. */
final class Patience {
    /** Six pauses are 1.6 to 2.4 s: longer than the second over which a bus measures its throttling. */
    private static final int PAUSES = 6;

    private static final Duration FIRST = Duration.ofMillis(25);

    private final Pause pause;
    private int left = PAUSES;

    Patience(Pause pause) {
        this.pause = pause;
    }

    /**
     * Waits before the next attempt.
     *
     * @param tries pauses so far for this rejection; each pause is twice the one before, plus up to half of that
     * @return whether to retry
     */
    boolean pause(int tries, Deadline end, InstantSource clock) {
        Duration least = FIRST.multipliedBy(1L << tries);
        Duration time =
                least.plus(least.multipliedBy(Math.floorMod(clock.instant().toEpochMilli(), 1000))
                        .dividedBy(2000));
        if (left == 0 || time.compareTo(end.remaining(clock)) >= 0) {
            return false;
        }
        left--;
        try {
            pause.pause(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !end.passed(clock);
    }
}
