package io.triskel.load.run;

import io.triskel.load.capacity.CapacitySearch;
import io.triskel.load.capacity.CapacitySearch.Found;
import io.triskel.load.measure.Ledgers;
import io.triskel.load.measure.Measured;
import io.triskel.load.measure.Measurement;
import io.triskel.load.measure.Second;
import io.triskel.load.measure.Sharing;
import io.triskel.load.path.LoadPath;
import io.triskel.load.result.Correctness;
import io.triskel.load.traffic.ArrivalTimes;
import io.triskel.load.traffic.KeyChoice;
import io.triskel.load.traffic.OwnArrivals;
import io.triskel.load.traffic.Timeline;
import io.triskel.load.workload.Arrivals;
import io.triskel.load.workload.Level;
import io.triskel.load.workload.Objectives;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.TraceFile;
import io.triskel.load.workload.Worker;
import io.triskel.load.workload.Workload;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/** One run of a workload on one path. */
public final class LoadRun {
    private final Workload workload;
    private final LoadPath path;
    private final long run;
    private final int repeat;
    private final Lead lead;
    private final RunClock clock;
    private final InstantSource wall;
    private final long epoch;
    private final ClockWatch clocks;
    private long begun;
    private Optional<Measured> last = Optional.empty();
    private long lateBefore;

    /**
     * Creates it.
     *
     * @param path as large as the workload says; closed by the caller
     * @param run tells its events from those of all other runs, as given to the path
     * @param repeat which one, from 0: each has its own arrivals and keys
     * @param clock the path's, too
     * @param lead how it is led
     */
    public LoadRun(Workload workload, LoadPath path, long run, int repeat, RunClock clock, Lead lead) {
        this.workload = workload;
        this.path = path;
        this.run = run;
        this.repeat = repeat;
        this.clock = clock;
        this.wall = clock.wall();
        this.epoch = clock.epoch();
        this.clocks = new ClockWatch(clock, path);
        this.lead = lead;
        if (lead.settled().isPresent()
                && (workload.level() != Level.BUS || capacity().isPresent())) {
            throw new IllegalArgumentException(
                    "Only a workload of level bus without a capacity phase can be shared by workers on one bus");
        }
    }

    /** Creates a run that begins immediately and sends all events. */
    public LoadRun(
            Workload workload,
            LoadPath path,
            long run,
            int repeat,
            RunClock clock,
            BooleanSupplier stopped,
            Watcher watcher) {
        this(workload, path, run, repeat, clock, new Lead(Worker.ALONE, () -> {}, stopped, Budget.NONE, watcher));
    }

    /**
     * How a run is controlled.
     *
     * @param worker which part of the workload it sends
     * @param settled present if the workers load one bus: whether it is known that all events of all have come
     * @param ready called once the consumers read; the first event is due after it returns
     * @param stopped whether the run shall end now, with what it has
     * @param budget what it may spend; once it is spent, the run sends no more, and waits for the events in flight
     * @param watcher is told of the run while it goes on
     */
    public record Lead(
            Worker worker,
            Optional<BooleanSupplier> settled,
            Runnable ready,
            BooleanSupplier stopped,
            Budget budget,
            Watcher watcher) {
        /** How a run on its own bus is controlled. */
        public Lead(Worker worker, Runnable ready, BooleanSupplier stopped, Budget budget, Watcher watcher) {
            this(worker, Optional.empty(), ready, stopped, budget, watcher);
        }

        /** {@return whether it shall send no more} */
        boolean isCut() {
            return stopped.getAsBoolean() || budget.isSpent();
        }

        /** {@return whether it ended early} */
        boolean wasCut() {
            return stopped.getAsBoolean() || budget.stopped();
        }
    }

    /**
     * The progress of a run.
     *
     * @param phase its kind
     * @param secondsLeft of the phases; a capacity search does not know
     * @param second the last one
     * @param sending whether events are still to be sent
     * @param due how many events were due until now, those of this worker
     * @param seen how many different events its consumers have, those of all workers on the bus; each counts at each consumer
     * @param more what only a page shows
     */
    public record Progress(
            String phase, double secondsLeft, Second second, boolean sending, long due, long seen, More more) {}

    /**
     * More figures of a second, read from counters that a run keeps in any case.
     *
     * @param at seconds since the run began
     * @param late events that were sent in this second, more than 10 ms after they were due
     * @param processor the share that the busiest took: the generator's thread, this process or the machine; empty in virtual time
     * @param reordered events that came after a later one of their key, from the start
     */
    public record More(double at, long late, OptionalDouble processor, long reordered) {}

    /** Is told of a run while it goes on. */
    @FunctionalInterface
    public interface Watcher {
        /** Takes a second. */
        void second(Progress progress);

        /** Takes a rate that a capacity search has tried. */
        default void tried(CapacitySearch.Tried tried) {}
    }

    /**
     * Runs it and {@return what was measured}.
     *
     * @throws IllegalArgumentException if there are fewer keys than workers
     */
    public RunResult run() {
        Ledgers ledgers = ledgers();
        ArrivingAt arriving = new ArrivingAt(run, clock);
        Part part = new Part(workload, path, ledgers, arriving, clock, clocks, lead);
        KeyChoice keys = new KeyChoice(workload.keys(), seed(1), lead.worker());
        List<Phase> plain = workload.phases().stream()
                .filter(phase -> !(phase instanceof Phase.Capacity))
                .toList();
        Pausing pauses = new Pausing(plain, clock);
        path.start(arriving, pauses);
        lead.ready().run();
        Instant from = wall.instant();
        begun = clock.nanos();

        Optional<DrainedPart> measured = Optional.empty();
        if (!plain.isEmpty()) {
            Timeline timeline = new Timeline(plain);
            Measurement measurement = part.begin(timeline);
            pauses.startAt(measurement.start());
            OwnArrivals arrivals = new OwnArrivals(arrivals(timeline), keys);
            measured = Optional.of(part.run(measurement, arrivals, second -> told(part, ledgers, measurement, second)));
        }
        Optional<Found> found = Optional.empty();
        if (capacity().isPresent() && !lead.isCut()) {
            double share = lead.worker().share(workload.keys());
            Probing probing = new Probing(
                    workload,
                    part,
                    ledgers,
                    keys,
                    share,
                    seed(3),
                    (probe, second) -> told(part, ledgers, probe, second));
            Found all = probing.search();
            found = Optional.of(all.part(share));
            if (plain.stream().noneMatch(Phase::counts)) {
                measured = Optional.of(probing.best(all));
            }
        }
        // Computed by the run's clock: the time of day may have jumped meanwhile.
        Instant to = from.plusNanos(clock.nanos() - begun);
        return result(from, to, measured.orElseThrow(), ledgers, found);
    }

    /** Orders of a customer may settle in any order, and only the one observer of the path sees them. */
    private Ledgers ledgers() {
        if (lead.settled().isPresent()) {
            return new Ledgers(
                    workload.keys().count(), workload.consumers(), new Sharing(lead.worker(), workload.keys()));
        }
        return workload.level() == Level.BUS
                ? new Ledgers(workload.keys().count(), workload.consumers())
                : new Ledgers(workload.keys().count(), 1, workload.level() != Level.PIPELINE);
    }

    /** One of several workers on a bus cannot tell what is lost, out of order or waiting there: only all together can. */
    private Objectives objectives() {
        Objectives stated = workload.objectives();
        return lead.settled().isEmpty() ? stated : stated.ofEach();
    }

    private RunResult result(Instant from, Instant to, DrainedPart part, Ledgers ledgers, Optional<Found> found) {
        Measured measurement = part.measurement();
        Correctness correctness = ledgers.correctness(part.drained().toMillis());
        return new RunResult(
                workload,
                new RunResult.Span(repeat, from, to, lead.wasCut()),
                part,
                correctness,
                found,
                Judgement.of(objectives(), measurement, correctness),
                RunResult.OfPath.of(path, clocks, measurement),
                ledgers.ledger(
                        Long.toHexString(run),
                        Machine.name(),
                        epoch,
                        part.drained().toMillis()));
    }

    private boolean told(Part part, Ledgers ledgers, Measured measured, Second second) {
        long now = clock.nanos() - measured.start();
        Timeline timeline = measured.timeline();
        String phase = now >= timeline.end()
                ? "drain"
                : timeline.phases().get(timeline.phaseAt(now)).kind();
        lead.watcher()
                .second(new Progress(
                        phase,
                        Math.max(0, (timeline.end() - now) / 1e9),
                        second,
                        part.isSending(),
                        ledgers.due(),
                        ledgers.seen(),
                        new More(
                                (clock.nanos() - begun) / 1e9,
                                late(measured),
                                clock.isVirtual() ? OptionalDouble.empty() : OptionalDouble.of(part.processor()),
                                ledgers.reordered())));
        return true;
    }

    /** Each part of a run counts from 0. */
    private long late(Measured measured) {
        long before = last.filter(same -> same == measured).isPresent() ? lateBefore : 0;
        last = Optional.of(measured);
        lateBefore = measured.late();
        return lateBefore - before;
    }

    private ArrivalTimes arrivals(Timeline timeline) {
        Arrivals arrivals = workload.arrivals();
        if (arrivals instanceof Arrivals.Trace trace) {
            return ArrivalTimes.recorded(TraceFile.read(trace.file()), timeline.end());
        }
        return of(arrivals, timeline, seed(2));
    }

    static ArrivalTimes of(Arrivals arrivals, Timeline timeline, long seed) {
        return arrivals instanceof Arrivals.Uniform
                ? ArrivalTimes.uniform(timeline)
                : ArrivalTimes.poisson(timeline, seed);
    }

    private long seed(int use) {
        return (workload.seed() * 31 + repeat) * 31 + use;
    }

    private Optional<Phase.Capacity> capacity() {
        Phase last = workload.phases().get(workload.phases().size() - 1);
        return last instanceof Phase.Capacity search ? Optional.of(search) : Optional.empty();
    }
}
