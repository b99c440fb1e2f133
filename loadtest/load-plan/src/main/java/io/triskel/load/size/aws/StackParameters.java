package io.triskel.load.size.aws;

import io.triskel.load.size.offer.Delivery;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Deployment;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.workload.FunctionWork;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The parameters of {@code infra/aws/template} that a plan decides. */
final class StackParameters {
    private static final String SHARDS = "Shards";
    private static final String LANES = "Parallelization";

    /** What a JVM with our package needs. */
    private static final int LEAST_MIB = 512;

    /** More events want a window of a second: Lambda API reference, EventSourceMappingConfiguration, BatchSize, read 2026-11-30. */
    private static final int MOST_WITHOUT_WINDOW = 10;

    /** One order over HTTP and one run of the clock. */
    private static final int BESIDE_CONSUMERS = 2;

    private StackParameters() {}

    static Map<String, Object> of(Plan plan, Need need, FunctionWork work) {
        int shards = plan.bus().units();
        int window = Amounts.whole(work.window().toMillis() / 1000.0);
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put(SHARDS, shards);
        parameters.put(
                "FanOut",
                plan.bus().offer().delivery().filter(Delivery.PUSHED::equals).isPresent() ? "all" : "needed");
        parameters.put(LANES, new Lambda(plan.function().orElseThrow().offer(), need, work).lanesAShard(shards));
        parameters.put("MemoryMiB", Math.max(LEAST_MIB, Amounts.whole(work.memory() / Amounts.MIB)));
        parameters.put("BatchSize", window == 0 ? Math.min(MOST_WITHOUT_WINDOW, work.batch()) : work.batch());
        parameters.put("BatchWindowSeconds", window);
        parameters.put("RetentionHours", Deployment.retentionHours(need));
        parameters.put("ReplayHorizonHours", Deployment.replayHorizonHours(need));
        return parameters;
    }

    /** {@return functions that run at once at most: a batch of each lane of each consumer} */
    static int atOnce(Map<String, Object> parameters, Need need) {
        return atOnce(number(parameters, SHARDS) * number(parameters, LANES), need);
    }

    /** {@return the same for so many lanes of each consumer} */
    static int atOnce(int lanes, Need need) {
        return need.consumers() * lanes + BESIDE_CONSUMERS;
    }

    private static int number(Map<String, Object> parameters, String name) {
        return (Integer) Objects.requireNonNull(parameters.get(name), name);
    }
}
