package io.triskel.publish;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The one alarm of a publisher, guarded by its lock. It is not called off when what it was set for is done: where deadlines
 * are equally far away it serves those that come after, so that most publications set none.
 */
final class WakeUp {
    /** The longest wait at a time, so that a far deadline does not keep a publisher in memory that nobody uses any more. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** An alarm may ring a little before the publisher's clock is there; then it is set once more. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final AlarmClock alarms;
    private final Object lock;
    private final Runnable wake;
    private @Nullable Waiting waiting;

    /**
     * @param lock what {@link #by} is called under
     * @param wake run whenever an alarm rings, without the lock
     */
    WakeUp(AlarmClock alarms, Object lock, Runnable wake) {
        this.alarms = alarms;
        this.lock = lock;
        this.wake = wake;
    }

    /**
     * Sees to it that an alarm rings by this moment. One that should have rung before now is not relied on: a host may have
     * been frozen, and its alarms with it.
     */
    void by(Instant moment, Instant now) {
        Waiting known = waiting;
        if (known != null && known.until.isAfter(now) && !moment.isBefore(known.until)) {
            return;
        }
        waiting = null;
        if (known != null) {
            known.callOff();
        }
        Duration delay = delay(now, moment);
        Waiting next = new Waiting(now.plus(delay));
        next.alarm = alarms.after(delay, next);
        waiting = next;
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
        private AlarmClock.@Nullable Alarm alarm;

        Waiting(Instant until) {
            this.until = until;
        }

        void callOff() {
            if (alarm != null) {
                alarm.cancel();
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
