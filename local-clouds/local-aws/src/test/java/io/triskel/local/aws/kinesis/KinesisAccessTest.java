package io.triskel.local.aws.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.local.FaultPlan;
import io.triskel.local.aws.AwsClients;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.aws.wire.AccessKey;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.KmsAccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

class KinesisAccessTest {
    private final Identities identities = Identities.enforced();
    private final KinesisServer server = KinesisServer.start(KinesisSettings.defaults(), identities, new FaultPlan(1));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_role_that_may_only_put_is_refused_to_read() {
        server.createStream("orders", 1);
        try (KinesisClient writer = client(new Permission("kinesis:PutRecords", "stream/orders"))) {
            put(writer, "orders");

            assertThatThrownBy(() -> writer.getShardIterator(get -> get.streamName("orders")
                            .shardId("shardId-000000000000")
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON)))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("is not authorized to perform: kinesis:GetShardIterator on resource:"
                            + " arn:aws:kinesis:us-east-1:000000000000:stream/orders because no identity-based policy");
        }
        assertThat(identities.unused()).isEmpty();
    }

    @Test
    void records_for_another_stream_are_refused_and_not_kept() {
        KinesisStream secrets = server.createStream("secrets", 1);
        try (KinesisClient writer = client(new Permission("kinesis:PutRecords", "stream/orders"))) {
            assertThatThrownBy(() -> put(writer, "secrets")).isInstanceOf(AccessDeniedException.class);
        }

        assertThat(secrets.shards().get(0).read(0, 10, 1000).records()).isEmpty();
    }

    @Test
    void who_writes_to_an_encrypted_stream_needs_its_key() {
        server.createStream("orders", 1).encryptWith("key/stream");
        Permission writes = new Permission("kinesis:PutRecords", "stream/orders");

        try (KinesisClient writer = client(writes)) {
            assertThatThrownBy(() -> put(writer, "orders"))
                    .isInstanceOf(KmsAccessDeniedException.class)
                    .hasMessageContaining(
                            "kms:GenerateDataKey on resource:" + " arn:aws:kms:us-east-1:000000000000:key/stream");
        }
        try (KinesisClient writer = client(new Permission("kms:GenerateDataKey", "key/stream"))) {
            put(writer, "orders");
        }
        assertThat(identities.refused()).containsExactly("writer: kms:GenerateDataKey on key/stream");
    }

    @Test
    void who_reads_an_encrypted_stream_needs_its_key() {
        server.createStream("orders", 1).encryptWith("key/stream");

        try (KinesisClient reader = client(
                new Permission("kinesis:GetShardIterator", "stream/orders"),
                new Permission("kinesis:GetRecords", "stream/orders"))) {
            String first = reader.getShardIterator(get -> get.streamName("orders")
                            .shardId("shardId-000000000000")
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            assertThatThrownBy(() -> reader.getRecords(get -> get.shardIterator(first)))
                    .isInstanceOf(KmsAccessDeniedException.class)
                    .hasMessageContaining("kms:Decrypt");
        }
    }

    private KinesisClient client(Permission... allowed) {
        AccessKey key = identities.role("writer", List.of(allowed));
        return AwsClients.kinesis(server.uri(), key);
    }

    private static void put(KinesisClient client, String stream) {
        var unused = client.putRecords(put -> put.streamName(stream)
                .records(PutRecordsRequestEntry.builder()
                        .partitionKey("k")
                        .data(SdkBytes.fromUtf8String("r"))
                        .build()));
    }
}
