package io.triskel.load.run;

import io.triskel.load.measure.Distribution;
import io.triskel.load.measure.Measured;
import io.triskel.load.result.RunVerdict.Check;
import io.triskel.load.result.Sending;
import io.triskel.load.result.Sending.Held;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches this process while it measures: a run whose generator was the bottleneck says nothing about the target.
 *
 * <p>What is checked: the generator's own delay, without what had to wait for the target or for the application's order; how long its own
 * limit of calls in flight held events back; whether the processor was busy while events waited, and the time that garbage collection took,
 * which say nothing in virtual time and are omitted there; the {@link ClockWatch clocks}.
 */
final class SelfCheck {
    /** A delay is part of the latency, which counts from the intended time; a delay below a quarter of the latency hides nothing. */
    private static final double MOST_DELAY_OF_LATENCY = 0.25;

    private static final double MOST_DELAY_MILLIS = 10;

    /** A collection of garbage, or another process in turn, may hold one event of a thousand for so long. */
    private static final double MOST_DELAY_MILLIS_P999 = 100;

    private static final double MOST_HELD_BACK_PERCENT = 10;
    private static final double MOST_OWN_LIMIT_PERCENT = 1;
    private static final double MOST_PROCESSOR_PERCENT = 90;
    private static final double MOST_COLLECTION_PERCENT = 20;

    /** A second in which events waited for longer than this share of it is one in which the processor is looked at. */
    private static final double WAITING = 0.1;

    private static final String FREE_THE_MACHINE =
            "the generator sent late: free the machine, lower the rate, or add workers";
    private static final String FEWER_AT_A_TIME =
            "the generator may have no more calls or events in flight, although the target answered as when idle:"
                    + " add workers, or send fewer or smaller events";
    private static final String LARGER_MACHINE =
            "the processor was busy while events waited, so that slow answers may be the client's own: use a larger"
                    + " machine, add workers, or lower the rate";
    private static final String MORE_MEMORY =
            "garbage collection took the processor: set JDK_JAVA_OPTIONS=-Xmx2g or more, or lower the rate";

    private final RunClock clock;
    private final ClockWatch clocks;
    private final Processor processor;
    private final Holding holding;
    private final long thread = Thread.currentThread().getId();
    private final long nanosStart;
    private final long cpuStart;
    private final long collectionStart;
    private final Busy busy = new Busy();

    /**
     * Watches from now on, and this thread as the generator's.
     *
     * @param holding when events are held back
     */
    SelfCheck(RunClock clock, ClockWatch clocks, Holding holding) {
        this.clock = clock;
        this.clocks = clocks;
        this.processor = clock.processor();
        this.holding = holding;
        this.nanosStart = clock.nanos();
        this.cpuStart = processor.processNanos();
        this.collectionStart = collectionMillis();
        busy.look();
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
                (processor.processNanos() - cpuStart) / 1e9,
                collectionMillis() - collectionStart,
                (clock.nanos() - nanosStart) / 1e9);
    }

    /** Looks at the processor, to be called each second; {@return the share of it that the busiest took in this second} */
    double endSecond() {
        return busy.look();
    }

    /** How busy the processor was: the busiest of the generator's thread, this process and the machine. */
    private final class Busy {
        private final int cores = Runtime.getRuntime().availableProcessors();
        private long at;
        private long threadNanos;
        private long processNanos;
        private long waited;
        private double sum;
        private int seconds;
        private double sumWaiting;
        private int secondsWaiting;

        synchronized double look() {
            long now = clock.nanos();
            long ofThread = processor.threadNanos(thread);
            long ofProcess = processor.processNanos();
            double ofMachine = processor.machineShare();
            long waitedNow = holding.waited();
            double passed = now - at;
            double share = 0;
            if (seconds > 0 || at > 0) {
                share = Math.max(
                        ofMachine,
                        Math.max((ofThread - threadNanos) / passed, (ofProcess - processNanos) / passed / cores));
                sum += share;
                seconds++;
                if (waitedNow - waited > WAITING * passed) {
                    sumWaiting += share;
                    secondsWaiting++;
                }
            }
            at = now;
            threadNanos = ofThread;
            processNanos = ofProcess;
            waited = waitedNow;
            return share;
        }

        /** {@return the share in the seconds in which events waited, or in all if none did} */
        synchronized double share() {
            return secondsWaiting > 0 ? sumWaiting / secondsWaiting : sum / Math.max(1, seconds);
        }
    }

    /** {@return what was in flight and held back; to be asked once the generator has ended} */
    Sending sending(InFlight inFlight, Measured measured) {
        double sent = Math.max(1, clock.nanos() - nanosStart);
        return new Sending(
                inFlight.highestLimit(),
                inFlight.idleAnswer() / 1_000,
                inFlight.mostCalls(),
                holding.atLimit() / sent,
                holding.atOwnLimit() / sent,
                busy.share(),
                held(measured.ownDelay()),
                held(measured.targetDelay()),
                held(measured.orderDelay()));
    }

    private static Held held(Distribution delays) {
        return new Held(
                delays.shareAbove(Sending.HELD_BACK_US),
                delays.percentile(50),
                delays.percentile(90),
                delays.percentile(99),
                delays.percentile(99.9));
    }

    List<Check> checks(Measured measured, Sending sending) {
        Held own = sending.generator();
        Distribution latency = measured.corrected();
        List<Check> checks = new ArrayList<>(List.of(
                delay("scheduleDelayP50", own.p50Us(), latency.percentile(50), MOST_DELAY_MILLIS),
                delay("scheduleDelayP90", own.p90Us(), latency.percentile(90), MOST_DELAY_MILLIS),
                delay("scheduleDelayP99", own.p99Us(), latency.percentile(99), MOST_DELAY_MILLIS),
                delay("scheduleDelayP999", own.p999Us(), latency.percentile(99.9), MOST_DELAY_MILLIS_P999),
                Check.of("heldBack", 100 * own.share(), "%", MOST_HELD_BACK_PERCENT)
                        .withFix(FREE_THE_MACHINE),
                Check.of("atOwnLimit", 100 * sending.atOwnLimit(), "%", MOST_OWN_LIMIT_PERCENT)
                        .withFix(FEWER_AT_A_TIME)));
        if (!clock.isVirtual()) {
            Self self = self();
            boolean waited = Math.max(own.p99Us(), sending.target().p99Us()) > Sending.HELD_BACK_US;
            checks.add(Check.of("processor", 100 * sending.processor(), "%", waited ? MOST_PROCESSOR_PERCENT : 100)
                    .withFix(LARGER_MACHINE));
            checks.add(Check.of(
                            "collectionShare",
                            100 * self.collectionMillis() / Math.max(1, self.seconds() * 1e3),
                            "%",
                            MOST_COLLECTION_PERCENT)
                    .withFix(MORE_MEMORY));
        }
        checks.addAll(clocks.checks());
        return checks;
    }

    private static Check delay(String name, long micros, long latency, double most) {
        return Check.of(name, micros / 1e3, "ms", Math.max(most, MOST_DELAY_OF_LATENCY * latency / 1e3))
                .withFix(FREE_THE_MACHINE);
    }

    private static long collectionMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
