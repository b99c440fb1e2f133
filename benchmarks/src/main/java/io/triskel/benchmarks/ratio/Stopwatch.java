package io.triskel.benchmarks.ratio;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/**
 * Measures work by the wall and by the processor. Processor time is that of this whole JVM: all its threads, the compiler's and
 * the collector's too. So servers must run in another process, or their work counts as the client's.
 */
public final class Stopwatch {
    private final LongSupplier wall;
    private final LongSupplier processor;

    /** For tests: clocks that count nanoseconds. */
    Stopwatch(LongSupplier wall, LongSupplier processor) {
        this.wall = wall;
        this.processor = processor;
    }

    /** {@return the real one} */
    public static Stopwatch ofThisJvm() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Stopwatch(System::nanoTime, system::getProcessCpuTime);
    }

    /**
     * {@return what the work took} Garbage is collected first, so that no side pays for the other's garbage.
     *
     * @param work answers how many events it did
     */
    public Sample measure(Callable<Long> work) throws Exception {
        System.gc();
        long processorBefore = processor.getAsLong();
        long before = wall.getAsLong();
        long events = work.call();
        long nanos = wall.getAsLong() - before;
        return new Sample(events, Math.max(1, nanos), Math.max(0, processor.getAsLong() - processorBefore));
    }
}
