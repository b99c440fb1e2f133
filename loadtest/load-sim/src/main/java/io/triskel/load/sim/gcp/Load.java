package io.triskel.load.sim.gcp;

import io.triskel.load.process.LoadProcess;
import io.triskel.load.sim.Service;
import io.triskel.load.sim.Settings;
import io.triskel.load.sim.SimulatedTarget;
import io.triskel.load.sim.VirtualClock;
import io.triskel.load.size.plan.Need;
import io.triskel.load.workload.Workload;
import java.time.Instant;

/** The process of target {@code sim-gcp}. */
public final class Load {
    /** Streams of each consumer; so many that each is loaded to 70 percent if it is not set. */
    static final String STREAMS = "TRISKEL_SIM_STREAMS";

    private static final double TARGET_LOAD = 0.7;

    private Load() {}

    /** Holds one conversation, see {@link LoadProcess}. */
    public static void main(String[] arguments) {
        Settings settings = new Settings(System.getenv());
        LoadProcess.run(
                "sim-gcp",
                () -> new SimulatedTarget((workload, clock) -> topic(workload, clock, settings), Instant.now()));
    }

    static Service topic(Workload workload, VirtualClock clock, Settings settings) {
        int streams = settings.number(STREAMS).orElseGet(() -> proposed(Need.of(workload, TARGET_LOAD)));
        return new Topic(workload, clock, streams);
    }

    private static int proposed(Need need) {
        return (int) Math.max(1, Math.ceil(need.peakBytes() / (Topic.STREAM * TARGET_LOAD)));
    }
}
