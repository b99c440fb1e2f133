package io.triskel.load.run;

import com.sun.management.OperatingSystemMXBean;
import io.triskel.load.measure.Measured;
import io.triskel.load.result.RunVerdict.Check;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches this process while it measures: a run whose generator was the bottleneck says nothing about the target.
 *
 * <p>What is checked: the generator's own delay, without what had to wait for the target; the time that garbage collection took, which says
 * nothing in virtual time and is omitted there; the {@link ClockWatch clocks}.
 */
final class SelfCheck {
    /** A delay is part of the latency, which counts from the intended time; a delay below a quarter of the latency hides nothing. */
    private static final double MOST_DELAY_OF_LATENCY = 0.25;

    private static final double MOST_DELAY_MILLIS = 10;
    private static final double MOST_COLLECTION_PERCENT = 20;

    private final RunClock clock;
    private final ClockWatch clocks;
    private final long nanosStart;
    private final long cpuStart;
    private final long collectionStart;

    SelfCheck(RunClock clock, ClockWatch clocks) {
        this.clock = clock;
        this.clocks = clocks;
        this.nanosStart = clock.nanos();
        this.cpuStart = cpuNanos();
        this.collectionStart = collectionMillis();
    }

    /**
     * The activity of this process.
     *
     * @param cpuSeconds of all its threads, a target within it included
     * @param collectionMillis of garbage
     */
    record Self(double cpuSeconds, long collectionMillis, double seconds) {}

    Self self() {
        return new Self(
                (cpuNanos() - cpuStart) / 1e9,
                collectionMillis() - collectionStart,
                (clock.nanos() - nanosStart) / 1e9);
    }

    List<Check> checks(Measured measured) {
        Self self = self();
        List<Check> checks = new ArrayList<>();
        checks.add(Check.of("scheduleDelayP99", measured.ownDelay().percentile(99) / 1e3, "ms", mostDelay(measured)));
        if (!clock.isVirtual()) {
            checks.add(Check.of(
                    "collectionShare",
                    100 * self.collectionMillis() / Math.max(1, self.seconds() * 1e3),
                    "%",
                    MOST_COLLECTION_PERCENT));
        }
        checks.addAll(clocks.checks());
        return checks;
    }

    private static double mostDelay(Measured measured) {
        return Math.max(
                MOST_DELAY_MILLIS, MOST_DELAY_OF_LATENCY * measured.corrected().percentile(99) / 1e3);
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static long collectionMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
