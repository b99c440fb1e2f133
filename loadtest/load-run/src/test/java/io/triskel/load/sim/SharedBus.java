package io.triskel.load.sim;

import io.triskel.load.ledger.SharedRun;
import io.triskel.load.ledger.WorkerLedger;
import io.triskel.load.path.LoadPath;
import io.triskel.load.run.Budget;
import io.triskel.load.run.LoadRun;
import io.triskel.load.run.RunClock;
import io.triskel.load.run.RunResult;
import io.triskel.load.traffic.SendOutcome;
import io.triskel.load.traffic.Stamp;
import io.triskel.load.workload.Worker;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/** A simulated bus that several workers load at the same virtual time, each on a thread, of which one runs at a time. */
public final class SharedBus {
    private static final long RUN = 7;

    private final Workload workload;
    private final int workers;
    private final Faults faults;
    private final VirtualClock virtual = new VirtualClock(Instant.EPOCH);
    private final Service bus;
    private final List<Consumers> consumers = new ArrayList<>();
    /** Sends again what a fault holds back. */
    private final List<Runnable> held = new ArrayList<>();

    private final PriorityQueue<Turn> turns =
            new PriorityQueue<>(Comparator.comparingLong(Turn::at).thenComparingInt(Turn::worker));
    private int alive;

    /** What goes wrong between the senders and the consumers. */
    public interface Faults {
        Faults NONE = new Faults() {};

        /** {@return whether the bus answers that it has an event of a worker, and loses it} */
        default boolean loses(int sender, int key, int number) {
            return false;
        }

        /** {@return how often a worker's consumer gets an event} */
        default int times(int key, int number) {
            return 1;
        }

        /** {@return whether an event comes only after the next one} */
        default boolean comesAfterTheNext(int key, int number) {
            return false;
        }

        /** {@return the worker whose consumers get an event} */
        default int reader(int key, int number, int workers) {
            return key % workers;
        }
    }

    private SharedBus(Workload workload, SimulatedTarget.Maker maker, int workers, Faults faults) {
        this.workload = workload;
        this.workers = workers;
        this.faults = faults;
        this.bus = maker.make(workload, virtual);
        this.alive = workers;
    }

    /** {@return the results of all workers} */
    public static List<RunResult> run(Workload workload, SimulatedTarget.Maker maker, int workers, Faults faults) {
        return new SharedBus(workload, maker, workers, faults).run();
    }

    /** {@return what the ledgers of all results tell together} */
    public static SharedRun judged(List<RunResult> results) {
        return SharedRun.of(ledgers(results));
    }

    public static List<WorkerLedger> ledgers(List<RunResult> results) {
        return results.stream().map(each -> each.ledger().orElseThrow()).toList();
    }

    private List<RunResult> run() {
        var threads = Executors.newFixedThreadPool(workers);
        try {
            List<CompletableFuture<RunResult>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                Worker worker = new Worker(i, workers);
                running.add(CompletableFuture.supplyAsync(() -> run(worker), threads));
            }
            return running.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private RunResult run(Worker worker) {
        RunClock clock = new Joint(worker.index());
        clock.pause(0);
        try (LoadPath path = new SimulatedPath(virtual, new Part(worker.index()), workload, RUN)) {
            LoadRun.Lead lead = new LoadRun.Lead(
                    worker,
                    Optional.of(() -> false),
                    () -> clock.pause(1_000_000),
                    () -> false,
                    Budget.NONE,
                    progress -> {});
            return new LoadRun(workload, path, RUN, 0, clock, lead).run();
        } finally {
            end();
        }
    }

    /** A thread that waits for its time. */
    private static final class Turn {
        private final long at;
        private final int worker;
        private boolean come;

        private Turn(long at, int worker) {
            this.at = at;
            this.worker = worker;
        }

        long at() {
            return at;
        }

        int worker() {
            return worker;
        }
    }

    private synchronized void pause(int worker, long nanos) {
        Turn own = new Turn(virtual.nanos() + Math.max(50_000, nanos), worker);
        turns.add(own);
        next();
        try {
            while (!own.come) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void end() {
        alive--;
        next();
    }

    /** Lets the thread run whose time is next, once all wait. */
    private void next() {
        if (alive > 0 && turns.size() == alive) {
            Turn next = turns.remove();
            if (next.at > virtual.nanos()) {
                virtual.pause(next.at - virtual.nanos());
            }
            next.come = true;
            notifyAll();
        }
    }

    /** The clock of one worker: the virtual one, which passes while all wait. */
    private final class Joint implements RunClock {
        private final int worker;

        private Joint(int worker) {
            this.worker = worker;
        }

        @Override
        public long nanos() {
            return virtual.nanos();
        }

        @Override
        public void pause(long forNanos) {
            SharedBus.this.pause(worker, forNanos);
        }

        @Override
        public Ticking everySecond(Runnable work) {
            return virtual.everySecond(work);
        }

        @Override
        public InstantSource wall() {
            return virtual.wall();
        }

        @Override
        public boolean isVirtual() {
            return true;
        }
    }

    /** The bus as one worker uses it. */
    private final class Part implements Service {
        private final int worker;

        private Part(int worker) {
            this.worker = worker;
        }

        @Override
        public String stack() {
            return bus.stack();
        }

        @Override
        public Map<String, Integer> units() {
            return bus.units();
        }

        @Override
        public boolean take(int key, int number, long intended, long now) {
            return faults.loses(worker, key, number) || bus.take(key, number, intended, now);
        }

        @Override
        public SendOutcome refusal() {
            return bus.refusal();
        }

        @Override
        public void start(Consumers own) {
            while (consumers.size() <= worker) {
                consumers.add(own);
            }
            consumers.set(worker, own);
            if (consumers.size() == workers) {
                bus.start(new Consumers(own.count(), RUN, new Routed(), () -> Duration.ofDays(1)));
            }
        }
    }

    /** Hands each event to the worker that reads it. */
    private final class Routed implements LoadPath.Arrived {
        @Override
        public void arrived(int consumer, Stamp stamp, boolean intact) {
            if (faults.comesAfterTheNext(stamp.key(), stamp.number())) {
                held.add(() -> hand(consumer, stamp, intact));
                return;
            }
            hand(consumer, stamp, intact);
            if (stamp.number() > 0 && faults.comesAfterTheNext(stamp.key(), stamp.number() - 1)) {
                held.forEach(Runnable::run);
                held.clear();
            }
        }

        private void hand(int consumer, Stamp stamp, boolean intact) {
            int reader = faults.reader(stamp.key(), stamp.number(), workers);
            for (int i = 0; i < faults.times(stamp.key(), stamp.number()); i++) {
                // What comes again comes to another worker, as after a lease that ended.
                consumers.get((reader + i) % workers).arrived().arrived(consumer, stamp, intact);
            }
        }

        @Override
        public void unreadable(int consumer) {
            throw new AssertionError("Simulated events can be read");
        }
    }
}
