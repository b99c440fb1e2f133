package io.triskel.load.sim.aws;

import io.triskel.load.fact.Facts;
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
import io.triskel.load.size.aws.Aws;
import io.triskel.load.size.aws.Kinesis;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import io.triskel.load.workload.Level;
import io.triskel.load.workload.Workload;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The process of target {@code sim-aws}. */
public final class SimulatedAwsLoad {
    /** Shards of the stream; sizing's proposal if it is not set. */
    static final String SHARDS = "TRISKEL_SIM_SHARDS";

    /** Calls a second of each consumer and shard; an equal share of the allowed ones if it is not set, Lambda's at level function. */
    static final String POLLS = "TRISKEL_SIM_POLLS";

    /** Whether consumers have enhanced fan-out instead of polling: true or false (default). */
    static final String FAN_OUT = "TRISKEL_SIM_FAN_OUT";

    /** Whether the stream is on demand and grows, instead of having provisioned shards: true or false (default). */
    static final String ON_DEMAND = "TRISKEL_SIM_ON_DEMAND";

    /** At level function: batches of a shard side by side; as many as sizing counts on if it is not set. */
    static final String PARALLEL = "TRISKEL_SIM_PARALLEL";

    private static final int MOST_PARALLEL = (int) Facts.value("lambda.esm.kinesis.parallel.max");

    private SimulatedAwsLoad() {}

    /** Holds one conversation, see {@link LoadProcess}. */
    public static void main(String[] arguments) {
        Settings settings = new Settings(System.getenv());
        SimulatedTarget.serve("sim-aws", (workload, clock) -> stream(workload, clock, settings));
    }

    static Service stream(Workload workload, VirtualClock clock, Settings settings) {
        boolean onDemand = settings.isTrue(ON_DEMAND);
        if (onDemand && settings.number(SHARDS).isPresent()) {
            throw new IllegalArgumentException(
                    "An on-demand stream has no shards to set: set either " + ON_DEMAND + " or " + SHARDS);
        }
        int shards = settings.number(SHARDS).orElseGet(() -> proposed(workload, settings.isTrue(FAN_OUT)));
        Stream stream = onDemand
                ? Stream.onDemand(workload, clock, polls(workload, settings))
                : new Stream(workload, clock, shards, polls(workload, settings));
        return workload.level() == Level.FUNCTION ? withFunction(stream, workload, clock, settings) : stream;
    }

    private static Service withFunction(Stream stream, Workload workload, VirtualClock clock, Settings settings) {
        Handler handler = Handler.of(workload);
        int parallel = settings.number(PARALLEL).orElseGet(() -> proposedParallel(stream, workload, handler));
        if (parallel > MOST_PARALLEL) {
            throw new IllegalArgumentException(
                    PARALLEL + " must be a whole number from 1 to " + MOST_PARALLEL + ", not " + parallel);
        }
        int lanes = stream.lanes() * parallel;
        long coldStart = settings.coldStart().orElse((long) (1e9 * Facts.value("bench.lambdaperf.java21.1024.p50")));
        return new WithFunction(
                stream,
                new Functions(
                        clock,
                        Spread.of(workload.keys().count(), lanes),
                        lanes,
                        handler.batch(),
                        new Environments(handler, parallel, coldStart)));
    }

    /** {@return so many that the peak keeps them busy to 70 percent, as sizing counts lanes} */
    private static int proposedParallel(Stream stream, Workload workload, Handler handler) {
        double busy = Need.of(workload, Sizing.LOAD).peak() * Environments.nanos(handler) / 1e9;
        return (int) Math.max(1, Math.min(MOST_PARALLEL, Math.ceil(busy / Sizing.LOAD / stream.lanes())));
    }

    private static OptionalDouble polls(Workload workload, Settings settings) {
        if (settings.isTrue(FAN_OUT)) {
            return OptionalDouble.empty();
        }
        OptionalInt set = settings.number(POLLS);
        double unset = workload.level() == Level.FUNCTION
                ? Facts.value("lambda.esm.kinesis.poll")
                : Kinesis.SHARD_CALLS / workload.consumers();
        return OptionalDouble.of(set.isPresent() ? set.getAsInt() : unset);
    }

    /** {@return the shards of the first plan, a provisioned stream that is polled, or of the second, which has fan-out} */
    private static int proposed(Workload workload, boolean fanOut) {
        return new Aws(Requests.measured())
                .plans(Need.of(workload, Sizing.LOAD), PriceBook.shipped())
                .get(fanOut ? 1 : 0)
                .bus()
                .units();
    }
}
