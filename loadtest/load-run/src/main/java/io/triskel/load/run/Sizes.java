package io.triskel.load.run;

import io.triskel.load.workload.Level;
import io.triskel.load.workload.Workload;

/**
 * How many events the generator holds: bounded by bytes, so that large events do not fill the memory.
 *
 * @param burst most events of one call of the path
 * @param inFlight most events that are sent and not answered
 */
public record Sizes(int burst, int inFlight) {
    private static final int MOST_PER_BURST = 500;
    private static final int BYTES_PER_BURST = 1 << 20;
    private static final int MOST_IN_FLIGHT = 50_000;
    private static final int BYTES_IN_FLIGHT = 64 << 20;

    /** {@return those of a workload; at level pipeline each order is a separate call, as customers make it} */
    public static Sizes of(Workload workload) {
        return new Sizes(burst(workload), inFlight(workload));
    }

    private static int burst(Workload workload) {
        if (workload.level() == Level.PIPELINE) {
            return 1;
        }
        return Math.max(
                1, Math.min(MOST_PER_BURST, BYTES_PER_BURST / workload.event().size()));
    }

    private static int inFlight(Workload workload) {
        return Math.max(
                1, Math.min(MOST_IN_FLIGHT, BYTES_IN_FLIGHT / workload.event().size()));
    }
}
