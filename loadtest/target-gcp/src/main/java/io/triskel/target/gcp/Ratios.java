package io.triskel.target.gcp;

import io.triskel.benchmarks.ratio.run.RatioCommand;
import io.triskel.benchmarks.ratio.run.RatioTarget;
import io.triskel.local.NodeTools;

/** The command {@code ./triskel load gcp ratios}. */
public final class Ratios {
    private Ratios() {}

    /** Runs it; the exit status is that of {@link RatioCommand}. */
    public static void main(String[] arguments) throws Exception {
        System.exit(RatioCommand.run(arguments, () -> over(GcpBinding.apart(System.getenv()))));
    }

    private static RatioTarget over(GcpBinding gcp) {
        return new RatioTarget(
                gcp,
                gcp.executor(),
                new TopicPublishing(gcp),
                () -> new SubscriptionReading(gcp),
                ColdStartRatio::start,
                NodeTools.projectRoot().resolve("demo-order-pipeline/order-gcp"),
                "no goal");
    }
}
