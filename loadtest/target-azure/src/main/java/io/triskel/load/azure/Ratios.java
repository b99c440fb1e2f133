package io.triskel.load.azure;

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

/** The command {@code loadtest/run azure ratios}. */
public final class Ratios implements RatioTarget {
    private final AzureBinding azure = AzureBinding.apart(System.getenv());

    private Ratios() {}

    /** Runs it; the exit status is that of {@link RatioCommand}. */
    public static void main(String[] arguments) throws Exception {
        System.exit(RatioCommand.run(arguments, Ratios::new));
    }

    @Override
    public Environment environment() {
        return azure.environment();
    }

    @Override
    public Executor executor() {
        return azure.executor();
    }

    @Override
    public PublishTarget publish() {
        return new HubPublishing(azure);
    }

    @Override
    public ConsumeTarget consume() {
        return new HubReading(azure);
    }

    @Override
    public ColdStarts coldStarts() throws IOException {
        return ColdStartRatio.start();
    }

    @Override
    public List<Path> packages() {
        Path module = NodeTools.projectRoot().resolve("demo-order-pipeline/order-azure");
        return List.of(module.resolve("target/order-azure.zip"), module.resolve("target/quick/order-azure.zip"));
    }

    @Override
    public String packageGoal() {
        return "no goal";
    }

    @Override
    public void close() {
        azure.close();
    }
}
