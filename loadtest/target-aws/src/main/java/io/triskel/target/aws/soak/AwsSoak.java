package io.triskel.target.aws.soak;

import io.triskel.benchmarks.soak.Assignment;
import io.triskel.benchmarks.soak.EveryEvent;
import io.triskel.benchmarks.soak.LocalSoak;
import io.triskel.benchmarks.soak.SampledEvents;
import io.triskel.benchmarks.soak.SoakSettings;
import io.triskel.local.Fault;
import io.triskel.local.NodeTools;
import io.triskel.local.Parts;
import io.triskel.local.aws.LocalAws;
import io.triskel.local.aws.LocalAwsSettings;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.kinesis.Shard;
import io.triskel.local.aws.lambda.FunctionDefinition;
import io.triskel.local.aws.lambda.KinesisMapping;
import io.triskel.local.aws.lambda.LambdaFunction;
import io.triskel.local.aws.lambda.MappingSettings;
import io.triskel.local.function.FunctionMetrics;
import io.triskel.local.proxy.HttpProxy;
import io.triskel.target.aws.AwsBinding;
import io.triskel.target.aws.AwsTestPorts;
import io.triskel.target.aws.FunctionZip;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A local AWS with a function per consumer, where requests to Kinesis and DynamoDB go wrong and shards are split and merged.
 */
final class AwsSoak extends LocalSoak<AwsTestPorts> {
    /** The functions' time-out; also how long the inbox keeps the claims of a killed JVM. */
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final int CONCURRENCY = 2;
    private static final int PAGE = 1_000;

    private final LocalAws local;
    private final KinesisStream stream;
    private final List<Deployed> deployed;

    private AwsSoak(SoakSettings settings, LocalAws local, AwsBinding binding, Path zip) {
        super(local, binding, binding.fresh());
        this.local = local;
        this.stream = local.kinesis().stream(ports().stream());
        this.deployed = List.of(
                deploy(settings, zip, EveryEvent.NAME, EveryEventFunction.class),
                deploy(settings, zip, SampledEvents.NAME, InboxFunction.class));
    }

    static AwsSoak start(SoakSettings settings, Path folder) throws IOException {
        Path zip = FunctionZip.ofClassPath(folder.resolve("soak.zip"));
        return Parts.over(
                LocalAws.start(LocalAwsSettings.in(NodeTools.projectRoot(), folder)
                        .withSeed(settings.seed())
                        .withProxiedTables()),
                local -> new AwsSoak(settings, local, AwsBinding.over(local), zip));
    }

    private record Deployed(LambdaFunction function, KinesisMapping mapping) {}

    private Deployed deploy(SoakSettings settings, Path zip, String name, Class<?> handler) {
        Map<String, String> environment = new HashMap<>(local.environment());
        environment.putAll(Assignment.variables(ports().tables().prefix(), settings));
        LambdaFunction function = local.lambda()
                .deploy(FunctionDefinition.of(name, zip, handler.getName() + "::handleRequest")
                        .withEnvironment(environment)
                        .withTimeout(TIMEOUT)
                        .withMaxConcurrency(CONCURRENCY));
        KinesisMapping mapping = local.lambda()
                .map(stream, function, MappingSettings.defaults().withBatch(settings.batch(), Duration.ZERO));
        return new Deployed(function, mapping);
    }

    @Override
    public void arm() {
        Fault throttled = new Fault.PartlyRefused("ProvisionedThroughputExceededException", 0.3);
        Fault slow = new Fault.Slow(Duration.ofMillis(50));
        local.kinesis()
                .faults()
                .next(1, "PutRecords", throttled)
                .next(1, "PutRecords", new Fault.Failed())
                .next(1, "PutRecords", new Fault.LostResponse())
                .often(0.05, "PutRecords", throttled)
                .often(0.02, "PutRecords", new Fault.Failed())
                .often(0.05, "PutRecords", new Fault.LostResponse())
                .often(0.02, "PutRecords", slow);
        local.tables()
                .faults()
                .next(1, "PutItem", new Fault.LostResponse())
                .often(0.02, "PutItem", new Fault.LostResponse())
                .often(0.02, "UpdateItem", new Fault.LostResponse())
                .often(0.02, HttpProxy.ANY, new Fault.Refused("ProvisionedThroughputExceededException"))
                .often(0.01, HttpProxy.ANY, new Fault.Failed())
                .often(0.01, HttpProxy.ANY, slow);
    }

    @Override
    public void disturb(int part, int parts) {
        if (part == parts / 3) {
            reshard(5);
        } else if (part == 2 * parts / 3) {
            reshard(3);
        }
    }

    private void reshard(int shards) {
        stream.scaleTo(shards);
        planned("shards split or merged");
    }

    @Override
    public boolean kill(int kill) {
        return deployed.get(kill % deployed.size()).function.killOne();
    }

    @Override
    public long handed() {
        return deployed.stream()
                .mapToLong(each -> each.function.metrics().batchRecords())
                .min()
                .orElseThrow();
    }

    @Override
    public boolean isCaughtUp() {
        return deployed.stream().allMatch(each -> each.mapping.isCaughtUp());
    }

    @Override
    public long onTheBus() {
        return stream.shards().stream().mapToLong(AwsSoak::records).sum();
    }

    private static long records(Shard shard) {
        long records = 0;
        Shard.Page page = shard.read(0, PAGE, Integer.MAX_VALUE);
        while (!page.records().isEmpty()) {
            records += page.records().size();
            page = shard.read(page.next(), PAGE, Integer.MAX_VALUE);
        }
        return records;
    }

    @Override
    protected List<Map<String, Long>> byChance() {
        return List.of(
                local.kinesis().faults().injected(), local.tables().faults().injected());
    }

    @Override
    public Map<String, Map<String, Long>> functions() {
        Map<String, Map<String, Long>> functions = new TreeMap<>();
        deployed.forEach(each -> functions.put(each.function.definition().name(), counts(each.function.metrics())));
        return functions;
    }

    private static Map<String, Long> counts(FunctionMetrics metrics) {
        return new TreeMap<>(Map.of(
                "invocations", metrics.invocations(),
                "errors", metrics.errors(),
                "throttles", metrics.throttles(),
                "coldStarts", (long) metrics.coldStarts().size(),
                "batches", metrics.batches(),
                "recordsPerBatch", Math.round(metrics.batchFill())));
    }
}
