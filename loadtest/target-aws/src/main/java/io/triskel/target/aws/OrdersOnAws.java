package io.triskel.target.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.aws.kinesis.ReadQuota;
import io.triskel.aws.kinesis.ShardConsumer;
import io.triskel.load.DeployedSite;
import io.triskel.load.Environment;
import io.triskel.load.orders.OrdersTarget;
import io.triskel.load.process.LoadTarget;
import io.triskel.local.Daemons;
import io.triskel.memory.InMemoryStores;
import io.triskel.orders.deployed.CloudUp;
import io.triskel.orders.deployed.OrderClient;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * The order pipeline on AWS at level pipeline: the one that the environment leads to, or its package on this machine. Either way the
 * environment is what {@code ./triskel up aws} prints.
 */
final class OrdersOnAws {
    private static final String URL = "TRISKEL_APP_URL";
    private static final String STREAM = "TRISKEL_APP_STREAM";

    /** Firehose makes one of the five calls that a shard allows in a second; the functions have enhanced fan-out. */
    private static final double BESIDE_FIREHOSE = 0.75;

    private static final int THREADS = 8;

    private OrdersOnAws() {}

    static LoadTarget open(Map<String, String> environment) {
        if (DeployedSite.isAskedFor(AwsBinding.TARGET, environment)) {
            DeployedSite.require(
                    AwsBinding.TARGET, environment, Map.of(URL, "the pipeline's address", STREAM, "its stream"));
            return target(
                    Environment.CLOUD, environment, AwsClients.of(AwsSettings.from(environment)), Map.of(), () -> {});
        }
        CloudUp.Started started = AwsUp.small(Style.ORCHESTRATION);
        Map<String, String> local = started.environment();
        AwsClients clients = AwsClients.of(
                AwsSettings.from(local),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        local.getOrDefault("AWS_ACCESS_KEY_ID", ""), local.getOrDefault("AWS_SECRET_ACCESS_KEY", ""))));
        return target(Environment.EMULATOR, local, clients, Map.of("shard", 1), started.running());
    }

    private static LoadTarget target(
            Environment where,
            Map<String, String> environment,
            AwsClients clients,
            Map<String, Integer> units,
            AutoCloseable running) {
        ExecutorService executor = Executors.newFixedThreadPool(THREADS, Daemons.named(AwsBinding.TARGET));
        return new OrdersTarget(
                where,
                "The order functions on Lambda, Kinesis with enhanced fan-out, DynamoDB",
                units,
                new OrderClient(
                        URI.create(environment.getOrDefault(URL, "")),
                        clients.functionUrlCredential(InstantSource.system())),
                (processor, codec) -> AwsTestPorts.reading(new ShardConsumer(
                                clients::kinesis,
                                environment.getOrDefault(STREAM, ""),
                                "load",
                                processor,
                                codec,
                                new InMemoryStores().checkpoints(),
                                InstantSource.system())
                        .executor(executor)
                        .quota(ReadQuota.whole().part(BESIDE_FIREHOSE))),
                List.of(clients, executor::shutdownNow, running));
    }
}
