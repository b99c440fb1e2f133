package io.triskel.local.aws.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.ChildProcess;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.NodeTools;
import io.triskel.local.aws.AwsClients;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** Clients of different makes: what works with one only, works by accident. */
@Tag("local-clouds")
class KinesisClientsTest {
    private final KinesisServer server = KinesisServer.start(KinesisSettings.defaults(), new FaultPlan(1));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void the_java_sdk_on_netty_puts_in_parallel_and_retries_a_lost_response() {
        KinesisStream stream = server.createStream("orders", 4);
        server.faults().next(1, "PutRecords", new Fault.LostResponse());
        try (KinesisAsyncClient client = AwsClients.asyncKinesis(server.uri())) {
            List<CompletableFuture<PutRecordsResponse>> calls = IntStream.range(0, 40)
                    .mapToObj(call ->
                            client.putRecords(put -> put.streamName("orders").records(entries(call * 100, 100))))
                    .toList();

            assertThat(calls)
                    .allSatisfy(
                            call -> assertThat(call.join().failedRecordCount()).isZero());
        }

        Set<String> texts = new HashSet<>();
        int count = 0;
        for (Shard shard : stream.shards()) {
            List<KinesisRecord> records = shard.read(0, 10_000, 1 << 30).records();
            assertThat(records).extracting(KinesisRecord::ordinal).isSorted();
            records.forEach(
                    record -> texts.add(SdkBytes.fromByteArray(record.data()).asUtf8String()));
            count += records.size();
        }
        assertThat(texts).hasSize(4000);
        assertThat(count).as("one batch came twice").isEqualTo(4100);
    }

    @Test
    void the_sdk_for_node_puts_and_reads_across_a_split(@TempDir Path folder) throws Exception {
        Path module = NodeTools.projectRoot().resolve("local-clouds/local-aws/src/test/node");
        NodeTools tools = NodeTools.install(module, NodeTools.projectRoot().resolve(".triskel/node-test-aws"));

        try (ChildProcess node = ChildProcess.start(
                List.of(
                        "node",
                        module.resolve("kinesis.mjs").toString(),
                        server.uri().toString(),
                        tools.folder().toString()),
                folder,
                Map.of(),
                folder.resolve("node.log"))) {
            int status = node.onExit().get(4, TimeUnit.MINUTES);

            assertThat(status).as(node.tail(2000)).isZero();
            assertThat(node.tail(2000))
                    .contains("{\"failed\":0,\"shards\":4,\"last\":\"shardId-000000000002\",\"count\":101,"
                            + "\"distinct\":101,\"recent\":true,\"error\":\"ResourceNotFoundException\"}");
        }
    }

    private static List<PutRecordsRequestEntry> entries(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> PutRecordsRequestEntry.builder()
                        .partitionKey("key-" + i % 97)
                        .data(SdkBytes.fromUtf8String("record " + i))
                        .build())
                .toList();
    }
}
