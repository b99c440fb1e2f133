package io.triskel.orders.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that the driver moves: when nothing is left to do but wait, waiting takes no time. */
final class DrivenClock implements InstantSource {
    private final AtomicReference<Instant> now;

    DrivenClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    void advance(Duration by) {
        now.updateAndGet(moment -> moment.plus(by));
    }
}
