package io.triskel.target.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.kinesis.KinesisSettings;
import io.triskel.local.aws.kinesis.KinesisStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;

class StreamReaderTest {
    private final KinesisServer server = KinesisServer.start(KinesisSettings.defaults(), new FaultPlan(1));
    private final KinesisStream stream = server.createStream("orders", 1);
    private final AwsClients clients = AwsClients.of(
            AwsSettings.from(Map.of(
                    "AWS_REGION", "us-east-1", "AWS_ENDPOINT_URL", server.uri().toString())),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    private final StreamReader reader = new StreamReader(stream);

    @AfterEach
    void close() {
        clients.close();
        server.close();
    }

    @Test
    void what_has_come_since_is_read_once() {
        put("a");
        put("b");

        assertThat(read()).containsExactly("a", "b");

        put("c");

        assertThat(read()).containsExactly("c");
    }

    @Test
    void what_came_before_a_split_is_read_before_what_came_after() {
        put("a");
        stream.split(stream.shards().get(0).id(), BigInteger.ONE.shiftLeft(127));
        put("b");

        assertThat(read()).containsExactly("a", "b");
    }

    private void put(String event) {
        clients.kinesis()
                .putRecord(record ->
                        record.streamName("orders").partitionKey("order-1").data(SdkBytes.fromUtf8String(event)));
    }

    private List<String> read() {
        List<String> events = new ArrayList<>();
        reader.read(event -> events.add(new String(event, StandardCharsets.UTF_8)));
        return events;
    }
}
