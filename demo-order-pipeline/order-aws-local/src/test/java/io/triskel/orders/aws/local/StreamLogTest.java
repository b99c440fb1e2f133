package io.triskel.orders.aws.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.event.StreamId;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.kinesis.KinesisSettings;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.orders.run.RunLog;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;

/** The books that are kept of a stream: what they call lost or out of order must be so. */
class StreamLogTest {
    private static final StreamId ORDER = new StreamId("order-1");

    @TempDir
    private Path folder;

    private final KinesisServer server = KinesisServer.start(KinesisSettings.defaults(), new FaultPlan(1));
    private final KinesisStream stream = server.createStream("orders", 1);
    private final AwsClients clients = AwsClients.of(
            AwsSettings.from(Map.of(
                    "AWS_REGION", "us-east-1", "AWS_ENDPOINT_URL", server.uri().toString())),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    private RunLog written = new RunLog(Optional.empty());
    private StreamLog log = new StreamLog(stream, written);

    @BeforeEach
    void open() {
        written = new RunLog(Optional.of(folder));
        log = new StreamLog(stream, written);
    }

    @AfterEach
    void close() {
        clients.close();
        server.close();
    }

    private void put(int sequence) {
        String event = ("{\"specversion\":\"1.0\",\"source\":\"/orders\",\"id\":\"%d\",\"type\":\"orders.x.v1\","
                        + "\"triskelpattern\":\"sourced\",\"stream\":\"%s\",\"sequence\":\"%d\"}")
                .formatted(sequence, ORDER.value(), sequence);
        clients.kinesis()
                .putRecord(record ->
                        record.streamName("orders").partitionKey(ORDER.value()).data(SdkBytes.fromUtf8String(event)));
    }

    @Test
    void facts_in_their_turn_are_no_violation_and_repetitions_count_once() throws Exception {
        put(1);
        put(2);
        put(1);
        put(3);

        assertThat(log.read()).isEqualTo(4);

        written.close();
        assertThat(log.events()).isEqualTo(3);
        assertThat(log.eventsByType()).isEqualTo(Map.of("orders.x.v1", 3L));
        assertThat(log.orderViolations()).isZero();
        assertThat(log.factsOf(ORDER)).isEqualTo(3);
        assertThat(Files.readAllLines(folder.resolve("events.jsonl"))).hasSize(3);
    }

    @Test
    void a_fact_before_its_turn_and_one_after_it_are_violations_and_nothing_is_lost() {
        put(1);
        put(3);
        put(2);

        log.read();

        assertThat(log.orderViolations()).isEqualTo(2);
        assertThat(log.factsOf(ORDER)).isEqualTo(3);
    }

    @Test
    void a_fact_that_never_comes_is_missed() {
        put(1);
        put(3);

        log.read();

        assertThat(log.factsOf(ORDER)).isEqualTo(2);
        assertThat(log.orderViolations()).isEqualTo(1);
    }

    @Test
    void what_came_before_a_split_is_read_before_what_came_after() {
        put(1);
        stream.split(stream.shards().get(0).id(), BigInteger.ONE.shiftLeft(127));
        put(2);

        log.read();

        assertThat(log.events()).isEqualTo(2);
        assertThat(log.orderViolations()).isZero();
    }
}
