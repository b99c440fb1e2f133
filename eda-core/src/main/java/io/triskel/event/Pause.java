package io.triskel.event;

import java.time.Duration;

/** Waits between two attempts; injected, so that tests need not wait. */
@FunctionalInterface
public interface Pause {
    /** Blocks for about this long. */
    void pause(Duration duration) throws InterruptedException;
}
