package io.triskel.load.sim;

import io.triskel.load.workload.FunctionWork;
import io.triskel.load.workload.Workload;
import java.time.Duration;

/**
 * A function's work per event: the workload's {@code demand.function}. Without one, handling takes no time.
 *
 * @param waiting for others, in nanoseconds of an event
 * @param cpu of one full vCPU, in nanoseconds of an event
 * @param memory in bytes
 * @param batch most events of an invocation
 */
public record Handler(long waiting, long cpu, long memory, int batch) {
    /** "lambda.esm.kinesis.batch.default", "azf.eh.batch". */
    private static final int BATCH = 100;

    private static final long MEMORY = 512L << 20;

    public static Handler of(Workload workload) {
        return workload.demand().function().map(Handler::of).orElse(new Handler(0, 0, MEMORY, BATCH));
    }

    private static Handler of(FunctionWork work) {
        Duration waiting = work.work().minus(work.cpu());
        return new Handler(waiting.toNanos(), work.cpu().toNanos(), work.memory(), work.batch());
    }

    /**
     * {@return nanoseconds of an event where so many share so much of a processor} One event is on one processor at a time.
     *
     * @param sharing invocations of the instance that run side by side, this one included
     */
    public long nanos(double vcpus, int sharing) {
        double share = Math.min(1, vcpus / sharing);
        return waiting + (long) (cpu / share);
    }

    /** {@return the work, for people} */
    public String told() {
        return waiting + cpu == 0
                ? "a handler that takes no time"
                : "a handler of " + Duration.ofNanos(waiting + cpu).toNanos() / 1e6 + " ms an event";
    }
}
