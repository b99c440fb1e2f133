package io.triskel.load.run;

import io.triskel.load.measure.Ledgers;
import io.triskel.load.measure.Measurement;
import io.triskel.load.measure.Second;
import io.triskel.load.path.LoadPath;
import io.triskel.load.traffic.ArrivalTimes;
import io.triskel.load.traffic.KeyChoice;
import io.triskel.load.traffic.Timeline;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A part of a run: one timeline is sent and drained. The parts of a run share its path, its keys and its ledgers. */
final class Part {
    /** Repeats may follow an event for so long, and are counted. */
    private static final Duration AFTERMATH = Duration.ofMillis(300);

    private static final long LOOK_NANOS = 2_000_000;

    private final Workload workload;
    private final LoadPath path;
    private final Ledgers ledgers;
    private final RunClock clock;
    private final BooleanSupplier stopped;

    /** @param stopped whether the whole run shall end now */
    Part(Workload workload, LoadPath path, Ledgers ledgers, RunClock clock, BooleanSupplier stopped) {
        this.workload = workload;
        this.path = path;
        this.ledgers = ledgers;
        this.clock = clock;
        this.stopped = stopped;
    }

    /**
     * Runs it.
     *
     * @param measurement whose start is now
     * @param keys chooses each event's key
     * @param goOn asked after each second: whether to send on
     */
    @SuppressWarnings("try") // to tick is all that is asked of the seconds
    Measured run(Measurement measurement, ArrivalTimes times, KeyChoice keys, Predicate<Second> goOn) {
        Timeline timeline = measurement.timeline();
        SelfCheck self = new SelfCheck(clock);
        AtomicBoolean enough = new AtomicBoolean();
        Runnable second = () -> {
            if (!goOn.test(measurement.endSecond())) {
                enough.set(true);
            }
        };
        try (RunClock.Ticking unused = clock.everySecond(second)) {
            long drain = workload.drain().toNanos();
            new Generator(path, measurement, keys, clock, Sizes.burst(workload), Sizes.inFlight(workload))
                    .run(
                            times,
                            measurement.start() + timeline.end() + drain,
                            () -> stopped.getAsBoolean() || enough.get());
            Duration drained = drain(drain);
            return new Measured(measurement, drained, self.self(), self.checks(measurement));
        }
    }

    /** How long it took from the last sending until all had come, or until the deadline. */
    private Duration drain(long longest) {
        long from = clock.nanos();
        long end = from;
        while (!hasAll() && clock.nanos() - from < longest && !stopped.getAsBoolean()) {
            clock.pause(LOOK_NANOS);
            end = clock.nanos();
        }
        long aftermath = clock.nanos() + AFTERMATH.toNanos();
        while (clock.nanos() < aftermath && !stopped.getAsBoolean()) {
            clock.pause(LOOK_NANOS);
        }
        return Duration.ofNanos(end - from);
    }

    private boolean hasAll() {
        return ledgers.delivered() >= ledgers.accepted() && ledgers.missing() == 0;
    }
}
