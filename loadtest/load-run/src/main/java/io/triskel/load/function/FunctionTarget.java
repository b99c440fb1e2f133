package io.triskel.load.function;

import io.triskel.load.Environment;
import io.triskel.load.TestPorts;
import io.triskel.load.path.LoadPath;
import io.triskel.load.process.OpenedTarget;
import io.triskel.load.workload.Workload;
import java.util.List;
import java.util.Map;

/** A target at level function: a function, deployed or local, that one bus triggers and that reports its invocations to another. */
public final class FunctionTarget extends OpenedTarget {
    private final TestPorts events;
    private final TestPorts reports;

    /**
     * Loads a function that exists already.
     *
     * @param stack what is measured, for people
     * @param units of capacity that the bus of the events has, as far as they are known
     * @param events closed with the path
     * @param reports closed with the path
     * @param opened closed with the target, in this order
     */
    public FunctionTarget(
            Environment environment,
            String stack,
            Map<String, Integer> units,
            TestPorts events,
            TestPorts reports,
            List<AutoCloseable> opened) {
        super(environment, stack, units, opened);
        this.events = events;
        this.reports = reports;
    }

    /**
     * Rejects a workload that a function cannot run.
     *
     * @throws IllegalArgumentException why, for people
     */
    public static void check(Workload workload) {
        refuseBacklog(workload);
        if (workload.consumers() > 1) {
            throw new IllegalArgumentException(
                    "At level function one function reads the bus, but the workload asks for " + workload.consumers()
                            + " consumers: remove them, or use level bus");
        }
    }

    @Override
    public LoadPath path(Workload workload, long run) {
        check(workload);
        return new FunctionPath(events, reports, clock(), run, workload.event().size());
    }
}
