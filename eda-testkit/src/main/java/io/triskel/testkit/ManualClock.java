package io.triskel.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that only a test moves, forwards or backwards. Thread-safe. */
public final class ManualClock implements InstantSource {
    private Instant now;

    private ManualClock(Instant start) {
        now = start;
    }

    /** {@return a clock at this moment} */
    public static ManualClock at(Instant start) {
        return new ManualClock(start);
    }

    /** {@return a clock at 2026-01-01T00:00:00Z} */
    public static ManualClock atNewYear() {
        return at(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Moves the clock; a negative duration moves it back. */
    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }

    /** Sets the clock. */
    public synchronized void set(Instant moment) {
        now = moment;
    }
}
