package io.triskel.load.run;

import java.util.concurrent.locks.LockSupport;

/** The clock of one run, which all its threads share. */
public interface RunClock {
    /** {@return nanoseconds since the start of the run} */
    long nanos();

    /** Waits about so long, or shorter. */
    void pause(long forNanos);

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
        };
    }
}
