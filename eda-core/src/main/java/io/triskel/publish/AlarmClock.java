package io.triskel.publish;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Wakes a publisher whose bus stays silent: the one thing that the core cannot do on a caller's thread. A publisher has at
 * most one alarm set, however much it has under way. An alarm that rings for nothing does no harm.
 *
 * <p>On a host that freezes between calls an alarm from an earlier call may ring as much later as the host stood still, and
 * then does no harm either. Functions use {@link EventPublisher#publishAndWait}, which waits itself and relies on no alarm.
 */
@FunctionalInterface
public interface AlarmClock {
    /**
     * Sets an alarm, and returns at once.
     *
     * @param delay from now on; positive
     * @param wake run once, when the delay is over, on any thread but never within this call; it may publish
     * @return calls it off
     */
    Alarm after(Duration delay, Runnable wake);

    /** An alarm that was set. */
    @FunctionalInterface
    interface Alarm {
        /** Calls it off, if there is still time. */
        void cancel();
    }

    /**
     * {@return the JDK's own, the one behind {@link CompletableFuture#delayedExecutor}} All users of a JVM share its one daemon
     * thread, which is started by the first alarm and keeps no JVM alive; who is woken runs in the common pool.
     */
    static AlarmClock ofTheJdk() {
        return (delay, wake) -> {
            // A delayed executor keeps what was called off until its time; this future lets go of it at once.
            CompletableFuture<Void> time = new CompletableFuture<>();
            // First, so that it is the daemon that starts a thread where the common pool is too small to be used.
            CompletableFuture<Void> unused = time.thenRunAsync(wake);
            time.completeOnTimeout(null, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> time.cancel(false);
        };
    }
}
