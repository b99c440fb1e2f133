package io.triskel.load.sim.gcp;

import io.triskel.load.fact.Facts;
import io.triskel.load.process.LoadProcess;
import io.triskel.load.sim.Functions;
import io.triskel.load.sim.Handler;
import io.triskel.load.sim.Scaling;
import io.triskel.load.sim.Service;
import io.triskel.load.sim.Settings;
import io.triskel.load.sim.SimulatedTarget;
import io.triskel.load.sim.VirtualClock;
import io.triskel.load.sim.WithFunction;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.plan.Need;
import io.triskel.load.workload.Level;
import io.triskel.load.workload.Workload;
import java.util.stream.IntStream;

/** The process of target {@code sim-gcp}. */
public final class SimulatedGcpLoad {
    /** Streams of each consumer; so many that each is loaded to 70 percent if it is not set. */
    static final String STREAMS = "TRISKEL_SIM_STREAMS";

    /** At level function: requests of an instance side by side. */
    static final String CONCURRENCY = "TRISKEL_SIM_CONCURRENCY";

    private SimulatedGcpLoad() {}

    /** Holds one conversation, see {@link LoadProcess}. */
    public static void main(String[] arguments) {
        Settings settings = new Settings(System.getenv());
        SimulatedTarget.serve("sim-gcp", (workload, clock) -> topic(workload, clock, settings));
    }

    static Service topic(Workload workload, VirtualClock clock, Settings settings) {
        int streams = settings.number(STREAMS).orElseGet(() -> proposed(Need.of(workload, Sizing.LOAD)));
        if (workload.level() == Level.FUNCTION) {
            return withFunction(Topic.pushed(workload, clock), workload, clock, settings);
        }
        return new Topic(workload, clock, streams);
    }

    /** "ps-push-one": a request for each event; "ps-order-scope": of a key one after another. */
    private static Service withFunction(Topic topic, Workload workload, VirtualClock clock, Settings settings) {
        int keys = workload.keys().count();
        int[] laneOf = IntStream.range(0, keys).toArray();
        Scaling scaling = new Requests(
                Handler.of(workload),
                settings.number(CONCURRENCY).orElse((int) Facts.value("run.functions.concurrency")),
                settings.coldStart().orElse(0),
                clock);
        return new WithFunction(topic, new Functions(clock, laneOf, keys, 1, scaling));
    }

    private static int proposed(Need need) {
        return (int) Math.max(1, Math.ceil(need.peakBytes() / (Topic.STREAM * Sizing.LOAD)));
    }
}
