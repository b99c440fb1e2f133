package io.triskel.local.aws.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.local.Await;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.AwsClients;
import io.triskel.local.aws.MovingClock;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.kinesis.KinesisSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.FirehoseException;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponse;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.ResourceNotFoundException;
import software.amazon.awssdk.services.firehose.model.ServiceUnavailableException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

class FirehoseServerTest {

    @TempDir
    Path buckets;

    private final MovingClock clock = new MovingClock();
    private final KinesisServer kinesis =
            KinesisServer.start(KinesisSettings.defaults().withClock(clock), new FaultPlan(1));
    private FirehoseServer firehose;
    private FirehoseClient client;

    @BeforeEach
    void start() {
        restart(false);
    }

    @AfterEach
    void close() {
        client.close();
        firehose.close();
        kinesis.close();
    }

    @Nested
    class When_the_oldest_record_has_waited {
        @Test
        void an_object_is_named_after_its_arrival_and_holds_the_records_as_they_came() {
            DeliveryStream stream = firehose.createDirect("orders", DeliverySettings.to("archive"));
            put("a");
            clock.pass(Duration.ofSeconds(299));
            put("b");
            stream.tick();
            assertThat(stream.objects()).isEmpty();

            clock.pass(Duration.ofSeconds(1));
            stream.tick();

            assertThat(stream.objects()).singleElement().satisfies(object -> {
                assertThat(buckets.relativize(object).toString())
                        .matches("archive/2026/11/24/12/orders-1-2026-11-24-12-00-00-[0-9a-f-]{36}");
                assertThat(object).hasContent("ab");
            });
        }

        @Test
        void a_prefix_may_say_where_the_time_goes_and_objects_may_be_compressed() throws IOException {
            DeliveryStream stream = firehose.createDirect(
                    "orders",
                    DeliverySettings.to("archive")
                            .withPrefix("day=!{timestamp:yyyy-MM-dd}/")
                            .withGzip()
                            .withNewline());
            put("a");
            put("b");

            stream.flush();

            Path object = stream.objects().get(0);
            assertThat(buckets.relativize(object).toString())
                    .startsWith("archive/day=2026-11-24/orders-1-")
                    .endsWith(".gz");
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(object)))) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("a\nb\n");
            }
        }
    }

    @Nested
    class When_the_buffer_is_full {
        @Test
        void an_object_is_written_and_no_record_is_divided() {
            DeliveryStream stream = firehose.createDirect(
                    "orders", DeliverySettings.to("archive").withBuffer(1 << 20, Duration.ofMinutes(5)));
            String half = "x".repeat((1 << 19) + 1);

            put(half);
            put(half);
            put(half);
            stream.flush();

            assertThat(stream.objects())
                    .hasSize(3)
                    .allSatisfy(object -> assertThat(Files.size(object)).isEqualTo(half.length()));
        }
    }

    @Nested
    class When_it_reads_a_kinesis_stream {
        @Test
        void every_record_is_written_across_a_split() {
            kinesis.createStream("events", 1);
            client.createDeliveryStream(create -> create.deliveryStreamName("orders")
                    .deliveryStreamType("KinesisStreamAsSource")
                    .kinesisStreamSourceConfiguration(source -> source.kinesisStreamARN(
                                    kinesis.stream("events").arn())
                            .roleARN("role"))
                    .extendedS3DestinationConfiguration(s3 -> s3.bucketARN("arn:aws:s3:::archive")
                            .roleARN("role")
                            .bufferingHints(hints -> hints.sizeInMBs(1).intervalInSeconds(60))
                            .processingConfiguration(processing -> processing
                                    .enabled(true)
                                    .processors(Processor.builder()
                                            .type("AppendDelimiterToRecord")
                                            .build()))));
            try (KinesisClient events = AwsClients.kinesis(kinesis.uri())) {
                for (int i = 0; i < 20; i++) {
                    String text = "event " + i;
                    events.putRecord(
                            put -> put.streamName("events").partitionKey("a").data(SdkBytes.fromUtf8String(text)));
                    if (i == 10) {
                        kinesis.stream("events").scaleTo(2);
                    }
                }
            }

            DeliveryStream stream = firehose.stream("orders");
            // A second for the parent, another for its children.
            for (int second = 0; second < 3; second++) {
                clock.pass(Duration.ofSeconds(1));
                stream.tick();
            }
            assertThat(stream.records()).isEqualTo(20);
            clock.pass(Duration.ofSeconds(60));
            Await.until("the object", () -> stream.objects().size() == 1);
            assertThat(lines(stream.objects().get(0)))
                    .isEqualTo(
                            IntStream.range(0, 20).mapToObj(i -> "event " + i).toList());
            assertThatThrownBy(() -> put("a")).isInstanceOf(InvalidArgumentException.class);
        }

        @Test
        void each_shard_is_read_once_a_second() {
            kinesis.createStream("events", 1);
            DeliveryStream stream = firehose.createReading(
                    "orders", DeliverySettings.to("archive").withNewline(), "events");
            stream.tick();
            try (KinesisClient events = AwsClients.kinesis(kinesis.uri())) {
                events.putRecord(
                        put -> put.streamName("events").partitionKey("a").data(SdkBytes.fromUtf8String("event")));
            }

            stream.tick();
            long soon = stream.records();
            clock.pass(Duration.ofSeconds(1));
            stream.tick();

            assertThat(soon).isZero();
            assertThat(stream.records()).isEqualTo(1);
        }
    }

    @Nested
    class When_limits_are_reached {
        @Test
        void five_hundred_records_or_four_mebibytes_fit_into_a_batch() {
            firehose.createDirect("orders", DeliverySettings.to("archive"));

            assertThat(putBatch(500, 10).failedPutCount()).isZero();
            assertThatThrownBy(() -> putBatch(501, 10)).isInstanceOf(FirehoseException.class);
            assertThat(putBatch(8, 1 << 19).failedPutCount()).isZero();
            assertThatThrownBy(() -> putBatch(8, (1 << 19) + 1)).isInstanceOf(InvalidArgumentException.class);
        }

        @Test
        void a_record_has_a_thousand_kibibytes() {
            firehose.createDirect("orders", DeliverySettings.to("archive"));

            put("x".repeat(1000 << 10));
            assertThatThrownBy(() -> put("x".repeat((1000 << 10) + 1))).isInstanceOf(FirehoseException.class);
        }

        @Test
        void more_than_five_thousand_records_in_a_second_fail_in_part() {
            restart(true);
            firehose.createDirect("orders", DeliverySettings.to("archive"));
            IntStream.range(0, 9).forEach(i -> putBatch(500, 1));
            putBatch(499, 1);

            PutRecordBatchResponse answer = putBatch(3, 1);

            assertThat(answer.failedPutCount()).isEqualTo(2);
            assertThat(answer.requestResponses().get(0).recordId()).isNotNull();
            assertThat(answer.requestResponses().get(2).errorCode()).isEqualTo("ServiceUnavailableException");
            assertThatThrownBy(() -> put("a")).isInstanceOf(ServiceUnavailableException.class);
            clock.pass(Duration.ofSeconds(1));
            put("a");
        }
    }

    @Nested
    class When_faults_are_injected {
        @Test
        void a_partly_refused_batch_keeps_the_rest() {
            DeliveryStream stream = firehose.createDirect("orders", DeliverySettings.to("archive"));
            firehose.faults().next(1, "PutRecordBatch", new Fault.PartlyRefused("ServiceUnavailableException", 0.5));

            PutRecordBatchResponse answer = putBatch(100, 1);

            assertThat(answer.failedPutCount()).isBetween(20, 80);
            assertThat(stream.records()).isEqualTo(100 - answer.failedPutCount());
        }
    }

    @Nested
    class When_a_delivery_stream_is_managed {
        @Test
        void it_is_described_listed_and_deleted_with_its_buffer_written() {
            DeliveryStream stream = firehose.createDirect("orders", DeliverySettings.to("archive"));
            put("a");

            var description = client.describeDeliveryStream(describe -> describe.deliveryStreamName("orders"))
                    .deliveryStreamDescription();
            assertThat(description.deliveryStreamStatusAsString()).isEqualTo("ACTIVE");
            assertThat(description.createTimestamp()).isEqualTo(clock.instant());
            assertThat(description
                            .destinations()
                            .get(0)
                            .extendedS3DestinationDescription()
                            .bucketARN())
                    .isEqualTo("arn:aws:s3:::archive");
            assertThat(client.listDeliveryStreams().deliveryStreamNames()).containsExactly("orders");

            client.deleteDeliveryStream(delete -> delete.deliveryStreamName("orders"));

            assertThat(stream.objects()).hasSize(1);
            assertThatThrownBy(() -> put("a")).isInstanceOf(ResourceNotFoundException.class);
        }

        @Test
        void nothing_is_lost_and_nothing_half_written_is_left_when_the_server_closes() {
            DeliveryStream stream = firehose.createDirect("orders", DeliverySettings.to("archive"));
            put("a");

            firehose.close();

            assertThat(stream.objects())
                    .singleElement()
                    .satisfies(object -> assertThat(object).hasContent("a"));
            assertThat(allFiles()).containsExactlyElementsOf(stream.objects());
        }
    }

    private void restart(boolean quotas) {
        if (firehose != null) {
            client.close();
            firehose.close();
        }
        firehose = FirehoseServer.start(buckets, kinesis::stream, clock, quotas, new FaultPlan(1));
        client = AwsClients.firehose(firehose.uri());
    }

    private void put(String text) {
        client.putRecord(
                put -> put.deliveryStreamName("orders").record(record -> record.data(SdkBytes.fromUtf8String(text))));
    }

    private PutRecordBatchResponse putBatch(int count, int size) {
        List<Record> records = IntStream.range(0, count)
                .mapToObj(i -> Record.builder()
                        .data(SdkBytes.fromByteArray(new byte[size]))
                        .build())
                .toList();
        return client.putRecordBatch(put -> put.deliveryStreamName("orders").records(records));
    }

    private List<Path> allFiles() {
        try (Stream<Path> files = Files.walk(buckets)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
