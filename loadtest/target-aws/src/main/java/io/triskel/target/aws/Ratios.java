package io.triskel.target.aws;

import io.triskel.benchmarks.ratio.run.RatioCommand;
import io.triskel.benchmarks.ratio.run.RatioTarget;
import io.triskel.local.NodeTools;

/** The command {@code ./triskel load aws ratios}. */
public final class Ratios {
    private Ratios() {}

    /** Runs it; the exit status is that of {@link RatioCommand}. */
    public static void main(String[] arguments) throws Exception {
        System.exit(RatioCommand.run(arguments, () -> over(AwsBinding.apart(System.getenv()))));
    }

    private static RatioTarget over(AwsBinding aws) {
        return new RatioTarget(
                aws,
                aws.executor(),
                new KinesisPublishing(aws),
                () -> new KinesisReading(aws),
                ColdStartRatio::start,
                NodeTools.projectRoot().resolve("demo-order-pipeline/order-aws"),
                "goal: below 12");
    }
}
