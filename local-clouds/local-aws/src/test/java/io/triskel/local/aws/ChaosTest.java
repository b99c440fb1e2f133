package io.triskel.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.Await;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.kinesis.KinesisSettings;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.lambda.KinesisMapping;
import io.triskel.local.aws.lambda.LambdaFunction;
import io.triskel.local.aws.lambda.LambdaHost;
import io.triskel.local.aws.lambda.MappingSettings;
import io.triskel.local.aws.lambda.StreamFunctionDeployment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/**
 * Everything goes wrong at once, and the promises of the services hold all the same: nothing is lost, and what comes first of each
 * key comes first. Producers put one record of a key at a time, so whatever is out of order was put out of order here.
 */
@Tag("local-clouds")
class ChaosTest {
    private static final int KEYS = 40;
    private static final int PER_KEY = 50;

    @Test
    void nothing_is_lost_and_each_key_keeps_its_order(@TempDir Path folder) throws Exception {
        FaultPlan faults = new FaultPlan(42)
                .often(0.05, "PutRecord", new Fault.LostResponse())
                .often(0.05, "PutRecord", new Fault.Refused("ProvisionedThroughputExceededException"))
                .often(0.05, "PutRecord", new Fault.Failed())
                .often(0.02, "PutRecord", new Fault.Slow(Duration.ofMillis(20)));
        Path output = folder.resolve("output");
        try (KinesisServer kinesis = KinesisServer.start(KinesisSettings.defaults(), faults);
                LambdaHost host = LambdaHost.start(folder.resolve("logs"));
                KinesisAsyncClient client = AwsClients.asyncKinesis(kinesis.uri())) {
            KinesisStream stream = kinesis.createStream("orders", 2);
            LambdaFunction function = host.deploy(StreamFunctionDeployment.in(folder, output));
            KinesisMapping mapping = host.map(
                    stream,
                    function,
                    MappingSettings.defaults().withParallelization(2).withBatch(25, Duration.ZERO));

            List<CompletableFuture<Void>> producers = IntStream.range(0, KEYS)
                    .mapToObj(key -> produce(client, "key-" + key, 0))
                    .toList();
            Await.until("the first batches", () -> function.metrics().batches() > 5);
            stream.scaleTo(3);
            killOneAtWork(function, 1);
            Await.until("more batches", () -> function.metrics().batches() > 15);
            stream.scaleTo(2);
            killOneAtWork(function, 2);
            producers.forEach(CompletableFuture::join);
            Await.until("the mapping to catch up", mapping::isCaughtUp);
        }

        assertThat(faults.injected()).hasSize(4);
        Map<String, Set<Integer>> arrived = firstArrivals(output);
        assertThat(arrived).hasSize(KEYS);
        assertThat(arrived.values())
                .allSatisfy(numbers -> assertThat(new ArrayList<>(numbers))
                        .isEqualTo(IntStream.range(0, PER_KEY).boxed().toList()));
    }

    /** A JVM that is idle may be hit too; that costs nothing but a cold start. */
    private static void killOneAtWork(LambdaFunction function, int errors) {
        Await.until(
                "a JVM killed at work",
                () -> function.killOne() && function.metrics().errors() >= errors);
    }

    /** Puts the records of a key one after another, each until it is taken. */
    private static CompletableFuture<Void> produce(KinesisAsyncClient client, String key, int number) {
        if (number == PER_KEY) {
            return CompletableFuture.completedFuture(null);
        }
        return client.putRecord(put -> put.streamName("orders")
                        .partitionKey(key)
                        .data(SdkBytes.fromUtf8String(Integer.toString(number))))
                .handle((answer, error) -> error == null ? number + 1 : number)
                .thenCompose(next -> produce(client, key, next));
    }

    private static Map<String, Set<Integer>> firstArrivals(Path output) throws Exception {
        Map<String, Set<Integer>> arrived = new TreeMap<>();
        for (String line : Files.readAllLines(output)) {
            if (line.startsWith("key-")) {
                int space = line.indexOf(' ');
                arrived.computeIfAbsent(line.substring(0, space), key -> new LinkedHashSet<>())
                        .add(Integer.valueOf(line.substring(space + 1)));
            }
        }
        return arrived;
    }
}
