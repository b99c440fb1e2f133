package io.triskel.load.run;

import io.triskel.load.capacity.CapacitySearch;
import io.triskel.load.measure.Ledgers;
import io.triskel.load.measure.Measurement;
import io.triskel.load.measure.Second;
import io.triskel.load.path.LoadPath;
import io.triskel.load.result.Sending;
import io.triskel.load.traffic.OwnArrivals;
import io.triskel.load.traffic.Timeline;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A part of a run: one timeline is sent and drained. The parts of a run share its path, its keys and its ledgers. */
final class Part {
    /** Duplicates that arrive within this time after the drain are counted. */
    private static final Duration AFTERMATH = Duration.ofMillis(300);

    private static final long LOOK_NANOS = 2_000_000;

    private final Workload workload;
    private final LoadPath path;
    private final Ledgers ledgers;
    private final ArrivingAt arriving;
    private final RunClock clock;
    private final ClockWatch clocks;
    private final LoadRun.Lead lead;
    private volatile boolean isSending;
    private volatile double processor;
    private long knownIdle = InFlight.UNKNOWN;

    Part(
            Workload workload,
            LoadPath path,
            Ledgers ledgers,
            ArrivingAt arriving,
            RunClock clock,
            ClockWatch clocks,
            LoadRun.Lead lead) {
        this.workload = workload;
        this.path = path;
        this.ledgers = ledgers;
        this.arriving = arriving;
        this.clock = clock;
        this.clocks = clocks;
        this.lead = lead;
    }

    /** {@return a measurement that begins now; later arrivals belong to it} */
    Measurement begin(Timeline timeline) {
        return arriving.begin(ledgers, timeline);
    }

    /**
     * Runs it.
     *
     * @param measurement whose start is now
     * @param goOn says after each second whether to keep sending
     */
    @SuppressWarnings("try") // to tick is all that is asked of the seconds
    DrainedPart run(Measurement measurement, OwnArrivals arrivals, Predicate<Second> goOn) {
        Timeline timeline = measurement.timeline();
        Generator generator = new Generator(
                path,
                measurement,
                clock,
                Sizes.of(workload),
                lead.worker().share(workload.keys()),
                knownIdle,
                lead.budget());
        SelfCheck self = new SelfCheck(clock, clocks, generator.holding());
        AtomicBoolean enough = new AtomicBoolean();
        Runnable second = () -> {
            processor = self.endSecond();
            clocks.look();
            if (!goOn.test(measurement.endSecond())) {
                enough.set(true);
            }
        };
        isSending = true;
        try (RunClock.Ticking unused = clock.everySecond(second)) {
            long drain = workload.drain().toNanos();
            generator.run(arrivals, measurement.start() + timeline.end() + drain, () -> lead.isCut() || enough.get());
            isSending = false;
            knownIdle = generator.inFlight().known();
            Sending sending = self.sending(generator.inFlight(), measurement);
            Duration drained = ledgers.areShared() ? drainShared(drain) : drain(drain);
            return new DrainedPart(measurement, drained, self.self(), sending, self.checks(measurement, sending));
        }
    }

    /** The time from the last send until all events arrived, or until the deadline. */
    private Duration drain(long longest) {
        long from = clock.nanos();
        long end = from;
        while (!hasAll() && clock.nanos() - from < longest && !lead.stopped().getAsBoolean()) {
            clock.pause(LOOK_NANOS);
            end = clock.nanos();
        }
        long aftermath = clock.nanos() + AFTERMATH.toNanos();
        while (clock.nanos() < aftermath && !lead.stopped().getAsBoolean()) {
            clock.pause(LOOK_NANOS);
        }
        return Duration.ofNanos(end - from);
    }

    /**
     * Waits for what has not arrived within the drain.
     *
     * @param silence what has not arrived when nothing has for so long is lost
     * @return whether nothing is to be waited for any more
     */
    boolean recover(Duration longest, Duration silence) {
        long end = clock.nanos() + longest.toNanos();
        long arrived = ledgers.delivered();
        long since = clock.nanos();
        while (!hasAll() && clock.nanos() - since < silence.toNanos()) {
            if (clock.nanos() >= end || lead.stopped().getAsBoolean()) {
                return false;
            }
            clock.pause(LOOK_NANOS);
            long now = ledgers.delivered();
            since = now > arrived ? clock.nanos() : since;
            arrived = now;
        }
        return true;
    }

    boolean isCut() {
        return lead.isCut();
    }

    /** Tells of a rate that was tried. */
    void tried(CapacitySearch.Tried tried) {
        lead.watcher().tried(tried);
    }

    /** {@return the time by the clock of the run} */
    long now() {
        return clock.nanos();
    }

    /**
     * The time from the last send until the last event arrived. This worker does not know what the others still send and what of its own
     * they have seen, so it waits until it is told that all is settled, or nothing has come for the time of a drain.
     */
    private Duration drainShared(long longest) {
        BooleanSupplier settled = lead.settled().orElse(() -> false);
        long from = clock.nanos();
        long last = from;
        long seen = ledgers.seen();
        while (!settled.getAsBoolean()
                && clock.nanos() - last < longest
                && clock.nanos() - from < 2 * longest
                && !lead.stopped().getAsBoolean()) {
            clock.pause(LOOK_NANOS);
            long now = ledgers.seen();
            last = now == seen ? last : clock.nanos();
            seen = now;
        }
        return Duration.ofNanos(last - from);
    }

    /** {@return the share of the processor that the busiest took in the last second: generator, process or machine} */
    double processor() {
        return processor;
    }

    /** {@return whether events are still to be sent} */
    boolean isSending() {
        return isSending;
    }

    private boolean hasAll() {
        return ledgers.delivered() >= ledgers.accepted() && ledgers.missing() == 0;
    }
}
