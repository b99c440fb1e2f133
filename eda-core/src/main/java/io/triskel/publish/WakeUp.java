package io.triskel.publish;

import io.triskel.publish.OrderedPublisher.AlarmClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The one alarm of a publisher, guarded by its lock. It is not cancelled when its publication is done, so that later calls
 * with similar deadlines can use it: most publications set no alarm.
 */
final class WakeUp {
    /** The longest single wait, so that a far deadline does not keep an unused publisher in memory. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** The shortest wait: an alarm that rings too early by the publisher's clock is set again for this long. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final AlarmClock alarms;
    private final Object lock;
    private final Runnable wake;
    private @Nullable Waiting waiting;

    /**
     * @param lock held by callers of {@link #by}
     * @param wake run whenever an alarm rings, without the lock
     */
    WakeUp(AlarmClock alarms, Object lock, Runnable wake) {
        this.alarms = alarms;
        this.lock = lock;
        this.wake = wake;
    }

    /**
     * Ensures that an alarm rings by this moment. An overdue alarm is set again: the host may have been frozen, and its
     * alarms with it.
     */
    void by(Instant moment, Instant now) {
        Waiting known = waiting;
        if (known != null && known.until.isAfter(now) && !moment.isBefore(known.until)) {
            return;
        }
        callOff();
        Duration delay = delay(now, moment);
        Waiting next = new Waiting(now.plus(delay));
        next.callOff = alarms.after(delay, next);
        waiting = next;
    }

    /** Cancels the alarm, if one is set. */
    void callOff() {
        Waiting known = waiting;
        waiting = null;
        if (known != null) {
            known.callOff();
        }
    }

    private static Duration delay(Instant now, Instant moment) {
        if (moment.isAfter(now.plus(LONGEST))) {
            return LONGEST;
        }
        Duration delay = Duration.between(now, moment);
        return delay.compareTo(SHORTEST) < 0 ? SHORTEST : delay;
    }

    private final class Waiting implements Runnable {
        private final Instant until;
        private @Nullable Runnable callOff;

        Waiting(Instant until) {
            this.until = until;
        }

        void callOff() {
            if (callOff != null) {
                callOff.run();
            }
        }

        @Override
        public void run() {
            synchronized (lock) {
                if (waiting == this) {
                    waiting = null;
                }
            }
            wake.run();
        }
    }
}
