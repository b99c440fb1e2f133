package io.triskel.load.measure;

import java.util.ArrayList;
import java.util.List;

/** The seconds of a measurement, made of growing totals. Safe for threads. */
final class Series {
    private final List<Second> seconds = new ArrayList<>();
    private EventCounts last = EventCounts.NONE;

    /** Adds a second, from the counts since the start of the measurement. */
    synchronized Second add(EventCounts now, long p50, long p99) {
        Second second = new Second(now.minus(last), Math.max(0, now.accepted() - now.delivered()), p50, p99);
        last = now;
        seconds.add(second);
        return second;
    }

    synchronized List<Second> seconds() {
        return List.copyOf(seconds);
    }
}
