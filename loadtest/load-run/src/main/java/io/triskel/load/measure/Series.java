package io.triskel.load.measure;

import java.util.ArrayList;
import java.util.List;

/** The seconds of a measurement, made of growing totals. Safe for threads. */
final class Series {
    private final List<Second> seconds = new ArrayList<>();
    private Totals last = Totals.NONE;

    synchronized Second add(Totals now) {
        Second second = new Second(
                now.offered() - last.offered(),
                now.sent() - last.sent(),
                now.accepted() - last.accepted(),
                now.delivered() - last.delivered(),
                now.refused() - last.refused(),
                now.throttled() - last.throttled(),
                Math.max(0, now.accepted() - now.delivered()),
                now.p50(),
                now.p99());
        last = now;
        seconds.add(second);
        return second;
    }

    synchronized List<Second> seconds() {
        return List.copyOf(seconds);
    }
}
