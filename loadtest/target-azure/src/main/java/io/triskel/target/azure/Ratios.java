package io.triskel.target.azure;

import io.triskel.benchmarks.ratio.run.RatioCommand;
import io.triskel.benchmarks.ratio.run.RatioTarget;
import io.triskel.local.NodeTools;

/** The command {@code ./triskel load azure ratios}. */
public final class Ratios {
    private Ratios() {}

    /** Runs it; the exit status is that of {@link RatioCommand}. */
    public static void main(String[] arguments) throws Exception {
        System.exit(RatioCommand.run(arguments, () -> over(AzureBinding.apart(System.getenv()))));
    }

    private static RatioTarget over(AzureBinding azure) {
        return new RatioTarget(
                azure,
                azure.executor(),
                new HubPublishing(azure),
                () -> new HubReading(azure),
                ColdStartRatio::start,
                NodeTools.projectRoot().resolve("demo-order-pipeline/order-azure"),
                "no goal");
    }
}
