package io.triskel.load.sim.azure;

import io.triskel.load.process.LoadProcess;
import io.triskel.load.sim.Functions;
import io.triskel.load.sim.Handler;
import io.triskel.load.sim.Service;
import io.triskel.load.sim.Settings;
import io.triskel.load.sim.SimulatedTarget;
import io.triskel.load.sim.Spread;
import io.triskel.load.sim.VirtualClock;
import io.triskel.load.sim.WithFunction;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.azure.Hub;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.workload.Level;
import io.triskel.load.workload.Workload;

/** The process of target {@code sim-azure}. */
public final class SimulatedAzureLoad {
    /** Throughput units, above 40 of several namespaces; sizing's proposal if it is not set. */
    static final String UNITS = "TRISKEL_SIM_THROUGHPUT_UNITS";

    /** Partitions of a namespace; sizing's proposal, at most 32, if it is not set. */
    static final String PARTITIONS = "TRISKEL_SIM_PARTITIONS";

    private SimulatedAzureLoad() {}

    /** Holds one conversation, see {@link LoadProcess}. */
    public static void main(String[] arguments) {
        Settings settings = new Settings(System.getenv());
        SimulatedTarget.serve("sim-azure", (workload, clock) -> namespaces(workload, clock, settings));
    }

    static Service namespaces(Workload workload, VirtualClock clock, Settings settings) {
        Need need = Need.of(workload, Sizing.LOAD);
        int units = settings.number(UNITS)
                .orElseGet(() -> Hub.standard(need, PriceBook.shipped()).units());
        int partitions = settings.number(PARTITIONS)
                .orElseGet(() -> Math.min(Hub.MOST_PARTITIONS, Hub.partitions(need, lanes(workload, need))));
        Namespaces namespaces = new Namespaces(workload, clock, units, partitions);
        return workload.level() == Level.FUNCTION ? withFunction(namespaces, workload, clock, settings) : namespaces;
    }

    /** {@return partitions that a function keeps busy at the peak, each with one batch at a time} */
    private static double lanes(Workload workload, Need need) {
        return workload.level() == Level.FUNCTION ? need.peak() * TargetBased.nanos(Handler.of(workload)) / 1e9 : 0;
    }

    private static Service withFunction(
            Namespaces namespaces, Workload workload, VirtualClock clock, Settings settings) {
        Handler handler = Handler.of(workload);
        int lanes = namespaces.lanes();
        return new WithFunction(
                namespaces,
                new Functions(
                        clock,
                        Spread.of(workload.keys().count(), lanes),
                        lanes,
                        handler.batch(),
                        new TargetBased(handler, lanes, settings.coldStart().orElse(0), clock)));
    }
}
