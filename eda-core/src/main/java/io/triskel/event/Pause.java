package io.triskel.event;

import java.time.Duration;

/** How the core waits between two tries; injected, so that tests need not wait. */
@FunctionalInterface
public interface Pause {
    /** Waits about this long. */
    void pause(Duration duration) throws InterruptedException;
}
