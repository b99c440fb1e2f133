package io.triskel.load.run;

import io.triskel.load.workload.Arrivals;
import io.triskel.load.workload.Demand;
import io.triskel.load.workload.EventShape;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Level;
import io.triskel.load.workload.Objectives;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Workloads of tests. */
public final class Workloads {
    private Workloads() {}

    /** {@return a small one, with ten keys and a drain of two seconds} */
    public static Workload of(int consumers, Objectives objectives, Phase... phases) {
        return of(Level.BUS, consumers, objectives, phases);
    }

    static Workload of(Level level, int consumers, Objectives objectives, Phase... phases) {
        return new Workload(
                "test",
                "",
                level,
                1,
                new EventShape(512),
                KeySpread.even(10),
                consumers,
                new Arrivals.Uniform(),
                List.of(phases),
                objectives,
                Duration.ofSeconds(2),
                1,
                Optional.empty(),
                Demand.of(List.of(phases)));
    }
}
