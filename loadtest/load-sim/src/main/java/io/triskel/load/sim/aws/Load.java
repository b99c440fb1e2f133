package io.triskel.load.sim.aws;

import io.triskel.load.process.LoadProcess;
import io.triskel.load.sim.Service;
import io.triskel.load.sim.Settings;
import io.triskel.load.sim.SimulatedTarget;
import io.triskel.load.sim.VirtualClock;
import io.triskel.load.size.aws.Aws;
import io.triskel.load.size.aws.Kinesis;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import io.triskel.load.workload.Workload;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The process of target {@code sim-aws}. */
public final class Load {
    /** Shards of the stream; sizing's proposal if it is not set. */
    static final String SHARDS = "TRISKEL_SIM_SHARDS";

    /** Calls a second of each consumer and shard; an equal share of the allowed ones if it is not set. */
    static final String POLLS = "TRISKEL_SIM_POLLS";

    /** Whether consumers have enhanced fan-out instead of polling: true or false, which it is if it is not set. */
    static final String FAN_OUT = "TRISKEL_SIM_FAN_OUT";

    private static final double TARGET_LOAD = 0.7;

    private Load() {}

    /** Holds one conversation, see {@link LoadProcess}. */
    public static void main(String[] arguments) {
        Settings settings = new Settings(System.getenv());
        LoadProcess.run(
                "sim-aws",
                () -> new SimulatedTarget((workload, clock) -> stream(workload, clock, settings), Instant.now()));
    }

    static Service stream(Workload workload, VirtualClock clock, Settings settings) {
        int shards = settings.number(SHARDS).orElseGet(() -> proposed(workload, settings.isTrue(FAN_OUT)));
        return new Stream(workload, clock, shards, polls(workload, settings));
    }

    private static OptionalDouble polls(Workload workload, Settings settings) {
        if (settings.isTrue(FAN_OUT)) {
            return OptionalDouble.empty();
        }
        OptionalInt set = settings.number(POLLS);
        return OptionalDouble.of(set.isPresent() ? set.getAsInt() : Kinesis.SHARD_CALLS / workload.consumers());
    }

    /** {@return the shards of the first plan, a provisioned stream that is polled, or of the second, which has fan-out} */
    private static int proposed(Workload workload, boolean fanOut) {
        return new Aws(Requests.measured())
                .plans(Need.of(workload, TARGET_LOAD), PriceBook.shipped())
                .get(fanOut ? 1 : 0)
                .bus()
                .units();
    }
}
