package io.triskel.load.sim;

import io.triskel.load.Environment;
import io.triskel.load.function.FunctionTarget;
import io.triskel.load.path.LoadPath;
import io.triskel.load.process.LoadProcess;
import io.triskel.load.process.LoadTarget;
import io.triskel.load.run.RunClock;
import io.triskel.load.workload.Level;
import io.triskel.load.workload.Workload;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A simulated bus as a target, or a function behind one. */
public final class SimulatedTarget implements LoadTarget {
    private final VirtualClock clock;
    private final Maker maker;
    private Optional<Service> service = Optional.empty();

    /** Makes the bus that a workload asks for. */
    @FunctionalInterface
    public interface Maker {
        Service make(Workload workload, VirtualClock clock);
    }

    /** @param origin what the wall's clock says when the run starts */
    public SimulatedTarget(Maker maker, Instant origin) {
        this.maker = maker;
        this.clock = new VirtualClock(origin);
    }

    /** Serves one run as a process of this name, of a bus or of a function behind it. */
    public static void serve(String name, Maker maker) {
        Supplier<LoadTarget> opener = () -> new SimulatedTarget(maker, Instant.now());
        LoadProcess.run(name, Map.of(Level.BUS, opener, Level.FUNCTION, opener));
    }

    @Override
    public Environment environment() {
        return Environment.SIMULATED;
    }

    @Override
    public String stack() {
        return service.map(Service::stack).orElse("simulated");
    }

    @Override
    public Map<String, Integer> units() {
        return service.map(Service::units).orElse(Map.of());
    }

    @Override
    public RunClock clock() {
        return clock;
    }

    @Override
    public LoadPath path(Workload workload, long run) {
        if (workload.level() == Level.FUNCTION) {
            FunctionTarget.check(workload);
        }
        Service made = maker.make(workload, clock);
        service = Optional.of(made);
        return new SimulatedPath(clock, made, workload, run);
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
