package io.triskel.load.run;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The clock of one run, which all its threads share. */
public interface RunClock {
    /** {@return nanoseconds since the start of the run} */
    long nanos();

    /** Waits about so long, or shorter. */
    void pause(long forNanos);

    /**
     * Does something at the end of each second from now on, on any thread, until closed; once it is closed, nothing more is done.
     */
    Ticking everySecond(Runnable work);

    /** {@return the time of day by this clock} */
    default InstantSource wall() {
        return InstantSource.system();
    }

    /** {@return the epoch by this clock, as the time of day is now, in nanoseconds} */
    default long epoch() {
        // Time that passes between the two readings makes the epoch too early, and the first reading loads classes.
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < 10; i++) {
            latest = Math.max(latest, nanos() - 1_000 * ChronoUnit.MICROS.between(Instant.EPOCH, wall().instant()));
        }
        return latest;
    }

    /** {@return whether time passes only while a thread pauses, so that work takes no time} */
    default boolean isVirtual() {
        return false;
    }

    /** {@return the processor that work of this clock's threads takes} */
    default Processor processor() {
        return isVirtual() ? Processor.IDLE : Processor.ofThisMachine();
    }

    /** Work that continues until it is closed. */
    @FunctionalInterface
    interface Ticking extends AutoCloseable {
        @Override
        void close();
    }

    /** {@return this machine's monotonic clock, from now on} */
    static RunClock ofThisMachine() {
        long origin = System.nanoTime();
        return new RunClock() {
            @Override
            public long nanos() {
                return System.nanoTime() - origin;
            }

            @Override
            public void pause(long forNanos) {
                LockSupport.parkNanos(forNanos);
            }

            @Override
            public Ticking everySecond(Runnable work) {
                ScheduledExecutorService seconds = Executors.newSingleThreadScheduledExecutor(task -> {
                    Thread thread = new Thread(task, "seconds");
                    thread.setDaemon(true);
                    return thread;
                });
                var unused = seconds.scheduleAtFixedRate(work, 1, 1, TimeUnit.SECONDS);
                return () -> end(seconds);
            }

            private static void end(ScheduledExecutorService seconds) {
                seconds.shutdownNow();
                try {
                    boolean unused = seconds.awaitTermination(5, TimeUnit.SECONDS);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }
}
