package io.triskel.local.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.rpc.StatusCode.Code;
import com.google.pubsub.v1.CloudStorageConfig;
import com.google.pubsub.v1.CloudStorageConfig.AvroConfig;
import com.google.pubsub.v1.Subscription;
import io.triskel.local.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions that write their messages to a bucket. */
class BucketTest extends PubSubTest {
    @TempDir
    Path buckets;

    @BeforeEach
    void withBuckets() throws Exception {
        restart(PubSubSettings.defaults().withClock(clock).withBuckets(buckets));
    }

    private PubSubSubscription archive(UnaryOperator<CloudStorageConfig.Builder> config) {
        return subscribe(builder -> builder.setEnableMessageOrdering(true)
                .setCloudStorageConfig(config.apply(CloudStorageConfig.newBuilder()
                        .setBucket("archive")
                        .setFilenamePrefix("events/")
                        .setFilenameSuffix(".json"))));
    }

    private List<Path> files() throws IOException {
        if (!Files.exists(buckets.resolve("archive"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(buckets.resolve("archive"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void text_is_written_line_by_line_when_the_file_is_old_enough_and_acknowledged_then() throws Exception {
        PubSubSubscription subscription = archive(config -> config);
        publishKeyed("a", "1", "2");
        publish("3");
        assertThat(subscription.backlog()).isEqualTo(3);

        clock.pass(Duration.ofMinutes(5));

        Await.until("the file", subscription::isCaughtUp);
        assertThat(files()).singleElement().satisfies(file -> {
            assertThat(buckets.resolve("archive").relativize(file).toString())
                    .matches("events/2026-11-25T12:00:00\\+00:00_[0-9A-F]{6}\\.json");
            assertThat(Files.readAllLines(file)).containsExactlyInAnyOrder("1", "2", "3");
        });
    }

    @Test
    void a_file_is_written_when_it_has_its_messages() throws Exception {
        PubSubSubscription subscription = archive(config -> config.setMaxMessages(1000));

        client.topics()
                .publish(
                        TOPIC,
                        IntStream.range(0, 1000).mapToObj(i -> message("m" + i)).toList());
        publish("last");

        Await.until("the file", () -> subscription.backlog() == 1);
        assertThat(files())
                .singleElement()
                .satisfies(file ->
                        assertThat(Files.readAllLines(file)).hasSize(1000).startsWith("m0", "m1"));
    }

    @Test
    void the_time_in_the_name_is_written_as_wished() throws Exception {
        PubSubSubscription subscription = archive(config ->
                config.setFilenameDatetimeFormat("YYYY/MM/DD/hh_mm_ss_").setMaxBytes(1000));

        publish("x".repeat(1000));

        Await.until("the file", subscription::isCaughtUp);
        assertThat(buckets.resolve("archive").relativize(files().get(0)).toString())
                .matches("events/2026/11/25/12_00_00__[0-9A-F]{6}\\.json");
    }

    @Test
    void avro_has_the_metadata_too_with_the_ordering_key_among_the_attributes() throws Exception {
        PubSubSubscription subscription =
                archive(config -> config.setAvroConfig(AvroConfig.newBuilder().setWriteMetadata(true))
                        .setMaxBytes(1000));
        String id = client.topics()
                .publish(
                        TOPIC,
                        List.of(message("x".repeat(1000)).toBuilder()
                                .setOrderingKey("a")
                                .putAttributes("k", "v")
                                .build()))
                .getMessageIds(0);

        Await.until("the file", subscription::isCaughtUp);

        List<GenericRecord> records = new ArrayList<>();
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(files().get(0).toFile(), new GenericDatumReader<GenericRecord>())) {
            reader.forEach(records::add);
        }
        assertThat(records).singleElement().satisfies(message -> {
            assertThat(message.get("subscription")).hasToString(SUBSCRIPTION);
            assertThat(message.get("message_id")).hasToString(id);
            assertThat(message.get("publish_time")).isEqualTo(clock.instant().toEpochMilli() * 1000);
            assertThat(message.get("attributes").toString()).contains("k=v", "ordering_key=a");
            assertThat(StandardCharsets.UTF_8
                            .decode((ByteBuffer) message.get("data"))
                            .toString())
                    .isEqualTo("x".repeat(1000));
        });
    }

    @Test
    void what_is_buffered_is_written_when_the_server_closes() throws Exception {
        archive(config -> config);
        publish("1");

        server.close();

        assertThat(files()).hasSize(1);
    }

    @Test
    void it_is_not_pulled() {
        archive(config -> config);

        assertRefused(Code.FAILED_PRECONDITION, () -> pull(1));
    }

    @Test
    void its_configuration_is_checked() {
        server.createTopic(TOPIC);
        for (CloudStorageConfig config : List.of(
                CloudStorageConfig.newBuilder().setBucket("No").build(),
                CloudStorageConfig.newBuilder()
                        .setBucket("archive")
                        .setMaxMessages(999)
                        .build(),
                CloudStorageConfig.newBuilder()
                        .setBucket("archive")
                        .setMaxBytes(999)
                        .build(),
                CloudStorageConfig.newBuilder()
                        .setBucket("archive")
                        .setMaxDuration(Timestamps.of(Duration.ofSeconds(59)))
                        .build())) {
            assertRefused(
                    Code.INVALID_ARGUMENT,
                    () -> client.subscriptions()
                            .createSubscription(Subscription.newBuilder()
                                    .setName(SUBSCRIPTION)
                                    .setTopic(TOPIC)
                                    .setCloudStorageConfig(config)
                                    .build()));
        }
    }
}
