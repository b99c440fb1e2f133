package io.triskel.load.process;

import io.triskel.load.Binding;
import io.triskel.load.Environment;
import io.triskel.load.TestPorts;
import io.triskel.load.path.BusPath;
import io.triskel.load.path.LoadPath;
import io.triskel.load.run.RunClock;
import io.triskel.load.workload.Workload;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A target through its binding, the one that the contracts use too.
 *
 * @param binding closed with the target
 * @param stack what is measured, for people
 * @param bus opens a bus for exclusive use, for so many consumers
 * @param mostConsumers how many consumers can read all events each
 * @param units of capacity that the bus has, as far as they are known
 * @param clock by which its paths run
 */
public record BoundTarget(
        Binding binding,
        String stack,
        IntFunction<? extends TestPorts> bus,
        int mostConsumers,
        Map<String, Integer> units,
        RunClock clock)
        implements LoadTarget {
    public BoundTarget {
        units = Map.copyOf(units);
    }

    /** Measures by this machine's clock. */
    public BoundTarget(
            Binding binding,
            String stack,
            IntFunction<? extends TestPorts> bus,
            int mostConsumers,
            Map<String, Integer> units) {
        this(binding, stack, bus, mostConsumers, units, RunClock.ofThisMachine());
    }

    @Override
    public Environment environment() {
        return binding.environment();
    }

    @Override
    public LoadPath path(Workload workload, long run) {
        if (workload.consumers() > mostConsumers) {
            throw new IllegalArgumentException("Target " + binding.name() + " has at most " + mostConsumers
                    + (mostConsumers == 1 ? " consumer" : " consumers") + " here, but the workload asks for "
                    + workload.consumers() + ": lower consumers");
        }
        return new BusPath(
                bus.apply(workload.consumers()),
                workload.consumers(),
                run,
                workload.event().size(),
                clock::nanos,
                clock.epoch());
    }

    @Override
    public void close() {
        binding.close();
    }
}
