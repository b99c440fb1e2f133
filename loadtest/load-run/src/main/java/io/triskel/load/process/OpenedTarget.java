package io.triskel.load.process;

import io.triskel.load.Environment;
import io.triskel.load.run.RunClock;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Workload;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A target above the bus, whose consumers are functions: they run before the first path is created. */
public abstract class OpenedTarget implements LoadTarget {
    private final Environment environment;
    private final String stack;
    private final Map<String, Integer> units;
    private final List<AutoCloseable> opened;
    private final RunClock clock = RunClock.ofThisMachine();

    /**
     * Creates it.
     *
     * @param stack what is measured, for people
     * @param units of capacity that the bus has, as far as they are known
     * @param opened closed with the target, in this order
     */
    protected OpenedTarget(
            Environment environment, String stack, Map<String, Integer> units, List<AutoCloseable> opened) {
        this.environment = environment;
        this.stack = stack;
        // Map.copyOf would change the order from one JVM to the next, and with it the file.
        this.units = Collections.unmodifiableMap(new LinkedHashMap<>(units));
        this.opened = List.copyOf(opened);
    }

    @Override
    public final Environment environment() {
        return environment;
    }

    @Override
    public final String stack() {
        return stack;
    }

    @Override
    public final Map<String, Integer> units() {
        return units;
    }

    @Override
    public final RunClock clock() {
        return clock;
    }

    /**
     * Rejects a workload that a function cannot run.
     *
     * @throws IllegalArgumentException why, for people
     */
    protected static void refuseBacklog(Workload workload) {
        if (workload.phases().stream().anyMatch(Phase.Backlog.class::isInstance)) {
            throw new IllegalArgumentException(
                    "A backlog phase pauses consumers, and functions cannot be paused: remove the"
                            + " phase, or use level bus");
        }
    }

    @Override
    public void close() {
        opened.forEach(OpenedTarget::close);
    }

    private static void close(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception failed) {
            System.err.println("Could not stop everything that was started: " + failed);
        }
    }
}
