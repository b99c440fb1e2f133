package io.triskel.target.aws;

import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.kinesis.ReadQuota;
import io.triskel.load.DeployedSite;
import io.triskel.load.function.FunctionTarget;
import io.triskel.load.function.Telling;
import io.triskel.load.process.LoadTarget;
import io.triskel.load.workload.Worker;
import io.triskel.local.NodeTools;
import io.triskel.local.WorkFolder;
import io.triskel.local.aws.LocalAws;
import io.triskel.local.aws.LocalAwsSettings;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.lambda.FunctionDefinition;
import io.triskel.local.aws.lambda.LambdaFunction;
import io.triskel.local.aws.lambda.MappingSettings;
import io.triskel.target.aws.function.TimedFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@link TimedFunction} at level function: the one that is deployed behind a stream for tests, or its package on this machine. */
final class FunctionOnAws {
    /** Each has its own JVM. */
    private static final int SHARDS = 2;

    private static final int BATCH = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String EVENTS_STREAM = "load-events";
    private static final String REPORTS_STREAM = "load-reports";

    private FunctionOnAws() {}

    static LoadTarget open(Map<String, String> environment) {
        if (DeployedSite.isAskedFor(AwsBinding.TARGET, environment)) {
            DeployedSite.require(
                    AwsBinding.TARGET,
                    environment,
                    Map.of(Telling.REPORTS, "the stream that the function reports its invocations to"));
            AwsBinding deployed = AwsBinding.of(environment);
            return target(
                    deployed,
                    deployed.fresh(),
                    environment.getOrDefault(Telling.REPORTS, ""),
                    Map.of(),
                    List.of(deployed));
        }
        Path folder = WorkFolder.create("triskel-load-");
        LocalAws local = LocalAws.start(LocalAwsSettings.in(NodeTools.projectRoot(), folder));
        deploy(local, zip(folder));
        AwsBinding binding = AwsBinding.over(local);
        return target(
                binding,
                binding.on(new ExistingNames(EVENTS_STREAM, new DynamoDbTables("unused"))),
                REPORTS_STREAM,
                Map.of("shard", SHARDS),
                List.of(binding, local, () -> WorkFolder.remove(folder)));
    }

    private static Path zip(Path folder) {
        try {
            return FunctionZip.ofClassPath(folder.resolve("function.zip"));
        } catch (IOException failed) {
            throw new UncheckedIOException("The function cannot be packed in " + folder, failed);
        }
    }

    private static void deploy(LocalAws local, Path zip) {
        KinesisStream events = local.kinesis().createStream(EVENTS_STREAM, SHARDS);
        events.registerConsumer(Telling.CONSUMER);
        KinesisStream reports = local.kinesis().createStream(REPORTS_STREAM, 1);
        LambdaFunction function = local.lambda()
                .deploy(FunctionDefinition.of("load", zip, TimedFunction.class.getName() + "::handleRequest")
                        .withEnvironment(local.environment())
                        .withEnvironment(Map.of(Telling.REPORTS, reports.name()))
                        .withTimeout(TIMEOUT)
                        .withMaxConcurrency(SHARDS));
        var unused = local.lambda()
                .map(events, function, MappingSettings.defaults().withFanOut().withBatch(BATCH, Duration.ZERO));
    }

    private static LoadTarget target(
            AwsBinding binding,
            AwsTestPorts events,
            String reports,
            Map<String, Integer> units,
            List<AutoCloseable> opened) {
        return new FunctionTarget(
                binding.environment(),
                "A function on Lambda behind Kinesis with enhanced fan-out",
                units,
                events,
                binding.on(new ExistingNames(reports, events.tables())).reading(ReadQuota.whole(), Worker.ALONE),
                opened);
    }
}
