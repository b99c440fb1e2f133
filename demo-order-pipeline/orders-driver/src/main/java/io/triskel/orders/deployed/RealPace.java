package io.triskel.orders.deployed;

import io.triskel.orders.run.Pace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** Real time, ahead by the durations that were {@linkplain #pass passed}. */
final class RealPace implements Pace {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final InstantSource wall;
    private Duration passed = Duration.ZERO;

    RealPace(InstantSource wall) {
        this.wall = wall;
    }

    @Override
    public Instant now() {
        return wall.instant().plus(passed);
    }

    @Override
    public Instant due() {
        return now();
    }

    @Override
    public void pass(Duration time) {
        passed = passed.plus(time);
    }

    @Override
    public void pause(Duration atMost) {
        LockSupport.parkNanos(atMost.toNanos());
    }

    @Override
    public Duration patience() {
        return PATIENCE;
    }
}
