package io.triskel.load.aws;

import io.triskel.load.Environment;
import io.triskel.load.ratio.run.ConsumeTarget;
import io.triskel.load.ratio.run.PublishTarget;
import io.triskel.load.ratio.run.RatioCommand;
import io.triskel.load.ratio.run.RatioTarget;
import io.triskel.local.NodeTools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;

/** The command {@code loadtest/run aws ratios}. */
public final class Ratios implements RatioTarget {
    private final AwsBinding aws = AwsBinding.apart(System.getenv());

    private Ratios() {}

    /** Runs it; the exit status is that of {@link RatioCommand}. */
    public static void main(String[] arguments) throws Exception {
        System.exit(RatioCommand.run(arguments, Ratios::new));
    }

    @Override
    public Environment environment() {
        return aws.environment();
    }

    @Override
    public Executor executor() {
        return aws.executor();
    }

    @Override
    public PublishTarget publish() {
        return new KinesisPublishing(aws);
    }

    @Override
    public ConsumeTarget consume() {
        return new KinesisReading(aws);
    }

    @Override
    public ColdStarts coldStarts() throws IOException {
        return ColdStartRatio.start();
    }

    @Override
    public List<Path> packages() {
        Path module = NodeTools.projectRoot().resolve("demo-order-pipeline/order-aws");
        return List.of(module.resolve("target/order-aws.zip"), module.resolve("target/quick/order-aws.zip"));
    }

    @Override
    public String packageGoal() {
        return "goal: below 12";
    }

    @Override
    public void close() {
        aws.close();
    }
}
