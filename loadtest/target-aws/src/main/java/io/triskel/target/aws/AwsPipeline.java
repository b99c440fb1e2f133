package io.triskel.target.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.codec.StateCodec;
import io.triskel.hosting.clock.TickReport;
import io.triskel.local.access.CallRights;
import io.triskel.local.aws.LocalAws;
import io.triskel.local.aws.dynamodb.ConsumedCapacity;
import io.triskel.local.aws.lambda.InvocationResult;
import io.triskel.local.aws.lambda.LambdaFunction;
import io.triskel.local.function.FunctionMetrics;
import io.triskel.local.function.HostedFunctions;
import io.triskel.orders.deployed.BusReader;
import io.triskel.orders.deployed.CloudFaults;
import io.triskel.orders.deployed.LanguagePackages;
import io.triskel.orders.deployed.LocalPipeline;
import io.triskel.orders.pipeline.Languages;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The deployment as its driver sees it: the clock is a schedule that receives the time. */
final class AwsPipeline extends LocalPipeline {
    private static final byte[] REPLAY_ALL = "{\"detail\":{\"replay\":\"all\"}}".getBytes(StandardCharsets.UTF_8);

    private final Deployment deployment;

    /**
     * Presents a deployment to its driver.
     *
     * @param folder removed on close
     */
    AwsPipeline(Path folder, Deployment deployment) {
        super(folder, deployment.archive(), DeploymentPorts.of(deployment), deployment::close);
        this.deployment = deployment;
    }

    @Override
    public URI url() {
        return deployment.url();
    }

    @Override
    public BusReader bus() {
        return new StreamReader(deployment.stream());
    }

    @Override
    public void tick(Instant now) {
        deployment.tick(now);
    }

    @Override
    public long replayParked() {
        InvocationResult result = deployment.ticking().invoke(REPLAY_ALL).join();
        return result.<Long>fold(AwsPipeline::replayed, failed -> 0L, throttled -> 0L)
                + otherConsumers().stream().mapToLong(this::replay).sum();
    }

    /** The clock replays Java's consumers only; the others have a function of their own for it. */
    private long replay(String consumer) {
        return deployment
                .functions()
                .of(consumer)
                .invoke(LanguagePackages.replay(consumer))
                .join()
                .fold(answer -> LanguagePackages.replayed(answer.payload()), failed -> 0L, throttled -> 0L);
    }

    @Override
    public List<String> otherConsumers() {
        return deployment.waiting().keySet().stream().filter(Languages::isAdded).toList();
    }

    private static long replayed(InvocationResult.Succeeded answer) {
        return StateCodec.of().decode(answer.payload(), TickReport.class).replayed();
    }

    @Override
    public Optional<Map<String, Long>> endings() {
        return deployment.endings();
    }

    @Override
    public boolean isCaughtUp() {
        return deployment.isCaughtUp();
    }

    @Override
    public List<String> behind() {
        return deployment.behind();
    }

    @Override
    public Map<String, Long> waiting() {
        return deployment.waiting();
    }

    @Override
    public CloudFaults faults() {
        LambdaFunction payment = deployment.functions().of("payment");
        LocalAws aws = deployment.aws();
        return new CloudFaults(
                new CloudFaults.Planned(aws.kinesis().faults(), "PutRecords"),
                "ProvisionedThroughputExceededException",
                new CloudFaults.Planned(
                        aws.lambda().faults(), "Invoke " + payment.definition().name()),
                payment::killOne,
                aws.dynamoDb()::freeze);
    }

    @Override
    public Object checkpoints() {
        return deployment.checkpoints();
    }

    @Override
    public Runnable copyStores() {
        String keys = new DynamoDbTables(Deployment.TABLES).keys();
        return deployment.aws().dynamoDb().copy(table -> !table.equals(keys));
    }

    @Override
    public void replay(Instant from) {
        deployment.replay(from);
    }

    @Override
    public HostedFunctions functions() {
        return deployment.aws().lambda();
    }

    @Override
    public Map<String, ToLongFunction<FunctionMetrics>> ownCounts() {
        return Map.of("throttles", FunctionMetrics::throttles);
    }

    @Override
    public String busName() {
        return "Kinesis";
    }

    @Override
    public void describe(ObjectNode cloud) {
        cloud.put("shards", deployment.stream().shards().size());
        cloud.put("releases", deployment.functions().releases());
        ConsumedCapacity consumed = deployment.aws().dynamoDb().consumed(table -> true);
        cloud.put("readUnits", consumed.readUnits()).put("writeUnits", consumed.allWriteUnits());
    }

    @Override
    public CallRights rights() {
        return deployment.aws().identities();
    }
}
