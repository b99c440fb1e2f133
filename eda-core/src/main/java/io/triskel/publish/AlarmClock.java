package io.triskel.publish;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Wakes a publisher whose bus stays silent: the one thing that the core cannot do on a caller's thread. A publisher has at
 * most one alarm set, for all events under way. An alarm that rings without need does no harm.
 *
 * <p>On a host that freezes between calls, an alarm of an earlier call may ring late by the time that the host stood still,
 * which does no harm either. Functions use {@link EventPublisher#publishAndWait}, which waits itself and needs no alarm.
 */
@FunctionalInterface
public interface AlarmClock {
    /**
     * Sets an alarm, and returns at once.
     *
     * @param delay from now on; positive
     * @param wake run once, when the delay is over, on any thread but never within this call; it may publish
     * @return the alarm, which can be called off
     */
    Alarm after(Duration delay, Runnable wake);

    /** An alarm that was set. */
    @FunctionalInterface
    interface Alarm {
        /** Calls the alarm off if it has not rung yet. */
        void cancel();
    }

    /**
     * {@return the JDK's own timer, the one behind {@link CompletableFuture#delayedExecutor}} All users of a JVM share its one
     * daemon thread, which the first alarm starts and which keeps no JVM alive. What an alarm runs, runs in the common pool.
     */
    static AlarmClock ofTheJdk() {
        return (delay, wake) -> {
            // A delayed executor would hold a cancelled task until its time; this future releases it at once.
            CompletableFuture<Void> time = new CompletableFuture<>();
            // Before the time-out is set: where the common pool is too small to be used, the daemon starts the thread.
            CompletableFuture<Void> unused = time.thenRunAsync(wake);
            time.completeOnTimeout(null, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> time.cancel(false);
        };
    }
}
