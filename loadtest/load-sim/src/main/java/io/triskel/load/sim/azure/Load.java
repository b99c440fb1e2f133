package io.triskel.load.sim.azure;

import io.triskel.load.process.LoadProcess;
import io.triskel.load.sim.Service;
import io.triskel.load.sim.Settings;
import io.triskel.load.sim.SimulatedTarget;
import io.triskel.load.sim.VirtualClock;
import io.triskel.load.size.azure.Hub;
import io.triskel.load.size.azure.ThroughputUnits;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.workload.Workload;
import java.time.Instant;

/** The process of target {@code sim-azure}. */
public final class Load {
    /** Throughput units, above 40 of several namespaces; sizing's proposal if it is not set. */
    static final String UNITS = "TRISKEL_SIM_THROUGHPUT_UNITS";

    /** Partitions of a namespace; sizing's proposal, at most 32, if it is not set. */
    static final String PARTITIONS = "TRISKEL_SIM_PARTITIONS";

    private static final double TARGET_LOAD = 0.7;

    private Load() {}

    /** Holds one conversation, see {@link LoadProcess}. */
    public static void main(String[] arguments) {
        Settings settings = new Settings(System.getenv());
        LoadProcess.run(
                "sim-azure",
                () -> new SimulatedTarget((workload, clock) -> namespaces(workload, clock, settings), Instant.now()));
    }

    static Service namespaces(Workload workload, VirtualClock clock, Settings settings) {
        Need need = Need.of(workload, TARGET_LOAD);
        int units = settings.number(UNITS)
                .orElseGet(() -> new ThroughputUnits(Hub.STANDARD, false)
                        .size(need, 0, PriceBook.shipped())
                        .units());
        int partitions = settings.number(PARTITIONS)
                .orElseGet(() -> Math.min(Hub.STANDARD.partitions(), Hub.partitions(need, 0)));
        return new Namespaces(workload, clock, units, partitions);
    }
}
