package io.triskel.benchmarks.memory;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Prints how much of the heap is in use after a collection, at each tenth of a run. */
final class LiveSet {
    private static final int PARTS = 10;

    private final long events;
    private final PrintStream out;
    private int printed;

    LiveSet(long events, PrintStream out) {
        this.events = events;
        this.out = out;
    }

    /** Takes note of so many events in all. */
    void reached(long done) {
        while (printed < PARTS && done * PARTS >= events * (printed + 1)) {
            printed++;
            System.gc();
            long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            out.printf(Locale.ROOT, "%n%3d %%: %,d KiB live", 100 * printed / PARTS, used >> 10);
        }
    }
}
