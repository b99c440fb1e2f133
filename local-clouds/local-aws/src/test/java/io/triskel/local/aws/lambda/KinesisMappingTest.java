package io.triskel.local.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.local.Await;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.AwsClients;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.kinesis.KinesisSettings;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.lambda.MappingSettings.Start;
import io.triskel.local.aws.lambda.fixture.StreamFunction;
import io.triskel.local.aws.lambda.fixture.WindowFunction;
import io.triskel.local.aws.wire.AccessKey;
import io.triskel.local.aws.wire.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Records put by the real SDK reach a function in the real runtime client, with everything going wrong in between. */
@Tag("local-clouds")
class KinesisMappingTest {
    private static final MappingSettings SETTINGS = MappingSettings.defaults();

    @TempDir
    Path folder;

    private final KinesisServer kinesis = KinesisServer.start(KinesisSettings.defaults(), new FaultPlan(1));
    private final KinesisClient client = AwsClients.kinesis(kinesis.uri());
    private LambdaHost host;
    private LambdaFunction function;
    private KinesisStream stream;

    @BeforeEach
    void start() throws Exception {
        host = LambdaHost.start(folder.resolve("logs"));
        function = host.deploy(FunctionDefinition.of(
                        "stream", Deployment.zip(folder), StreamFunction.class.getName() + "::handleRequest")
                .withEnvironment(Map.of("OUTPUT", folder.resolve("output").toString())));
        stream = kinesis.createStream("orders", 1);
    }

    @Test
    void a_role_that_may_not_read_the_stream_gets_no_mapping() {
        Identities identities = Identities.enforced();
        AccessKey role = identities.role("reader", List.of(new Permission("kinesis:GetRecords", "stream/orders")));
        try (LambdaHost strict = LambdaHost.start(
                folder.resolve("strict"),
                Path.of(System.getProperty("java.home")),
                InstantSource.system(),
                new FaultPlan(1),
                identities)) {
            LambdaFunction poor =
                    strict.deploy(function.definition().withEnvironment(Map.of("AWS_ACCESS_KEY_ID", role.id())));

            assertThatThrownBy(() -> strict.map(stream, poor, SETTINGS))
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining("Please ensure the role can perform the GetRecords");
        }
    }

    @AfterEach
    void close() {
        host.close();
        client.close();
        kinesis.close();
    }

    @Nested
    class When_all_goes_well {
        @Test
        void every_record_arrives_once_in_order_in_full_batches() {
            put("a", IntStream.range(0, 250).mapToObj(i -> "" + i).toArray(String[]::new));

            KinesisMapping mapping = map(SETTINGS.withBatch(100, Duration.ofMillis(200)));

            await(mapping);
            assertThat(handled())
                    .isEqualTo(IntStream.range(0, 250).mapToObj(i -> "a " + i).toList());
            assertThat(batches()).containsExactly("batch of 100", "batch of 100", "batch of 50");
            assertThat(function.metrics().batchFill()).isBetween(83.0, 84.0);
            assertThat(mapping.checkpoints()).containsOnlyKeys("shardId-000000000000");
        }

        @Test
        void latest_begins_with_what_comes_later() {
            put("a", "before");
            KinesisMapping mapping = map(SETTINGS.withStart(new Start.Latest()));
            put("a", "after");

            await(mapping);
            assertThat(handled()).containsExactly("a after");
        }
    }

    @Nested
    class When_a_record_fails {
        @Test
        void it_is_tried_again_from_there_and_nothing_overtakes_it() {
            put("a", "1", "2", "fail-once-x", "4", "5");

            await(map(SETTINGS));

            assertThat(lines())
                    .containsExactly("batch of 5", "a 1", "a 2", "batch of 3", "a fail-once-x", "a 4", "a 5");
        }

        @Test
        void it_is_given_up_after_its_retries_and_an_object_in_the_bucket_has_the_whole_event() throws Exception {
            put("a", "1", "fail", "3");
            Path bucket = folder.resolve("given-up");

            KinesisMapping mapping = map(SETTINGS.withBatch(2, Duration.ofMillis(50))
                    .withMaxRetries(1)
                    .withOnFailure(bucket));

            await(mapping);
            assertThat(handled()).containsExactly("a 1", "a 3");
            assertThat(mapping.failedBatches()).singleElement().satisfies(failed -> {
                assertThat(failed.condition()).isEqualTo("RetryAttemptsExhausted");
                assertThat(failed.records().size()).isEqualTo(1);
                assertThat(failed.invocations()).isEqualTo(2);
            });
            Path object = objects(bucket).get(0);
            assertThat(bucket.relativize(object).toString())
                    .matches("aws/lambda/[0-9a-f-]{36}/shardId-000000000000/\\d{4}/\\d{2}/\\d{2}/"
                            + "\\d{4}-\\d{2}-\\d{2}T\\d{2}\\.\\d{2}\\.\\d{2}-[0-9a-f-]{36}");
            JsonNode document = new ObjectMapper().readTree(object.toFile());
            assertThat(document.path("requestContext").path("condition").asText())
                    .isEqualTo("RetryAttemptsExhausted");
            assertThat(document.path("KinesisBatchInfo").path("batchSize").asInt())
                    .isEqualTo(1);
            JsonNode record = document.path("payload").path("Records").path(0).path("kinesis");
            assertThat(record.path("sequenceNumber").asText())
                    .isEqualTo(document.path("KinesisBatchInfo")
                            .path("startSequenceNumber")
                            .asText());
            assertThat(record.path("data").binaryValue()).asString().contains("fail");
        }

        @Test
        void records_that_are_too_old_are_given_up_without_an_attempt() throws Exception {
            put("a", "1", "2");
            Await.until(
                    "a later moment", () -> Instant.now().isAfter(lastArrival().plusMillis(1)));
            Path bucket = folder.resolve("given-up");

            await(map(SETTINGS.withMaxRecordAge(Duration.ofMillis(1)).withOnFailure(bucket)));

            assertThat(function.metrics().coldStarts()).isEmpty();
            JsonNode document =
                    new ObjectMapper().readTree(objects(bucket).get(0).toFile());
            assertThat(document.path("requestContext").path("condition").asText())
                    .isEqualTo("RecordAgeExceeded");
            assertThat(document.path("payload").path("Records")).hasSize(2);
        }

        private Instant lastArrival() {
            return stream.shards().get(0).read(0, 10, 1 << 20).records().get(1).arrivedAt();
        }

        private List<Path> objects(Path bucket) throws IOException {
            try (Stream<Path> files = Files.walk(bucket)) {
                return files.filter(Files::isRegularFile).toList();
            }
        }

        @Test
        void an_exception_fails_the_batch_and_halving_finds_the_culprit() {
            put("a", "1", "2", "throw", "4");

            KinesisMapping mapping = map(SETTINGS.withBisect().withMaxRetries(0));

            await(mapping);
            assertThat(mapping.failedBatches())
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.records().size()).isEqualTo(1));
            assertThat(lines())
                    .containsExactly(
                            "batch of 4",
                            "a 1",
                            "a 2",
                            "batch of 2",
                            "a 1",
                            "a 2",
                            "batch of 2",
                            "batch of 1",
                            "batch of 1",
                            "a 4");
        }

        @Test
        void an_answer_that_names_no_record_of_the_batch_fails_all_of_it() {
            put("a", "1", "nonsense");

            KinesisMapping mapping = map(SETTINGS.withMaxRetries(0));

            await(mapping);
            assertThat(mapping.failedBatches())
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.records().size()).isEqualTo(2));
        }

        @Test
        void a_jvm_that_dies_in_the_middle_loses_nothing() {
            put("a", "1", "exit-once-x", "3");

            await(map(SETTINGS));

            assertThat(lines()).containsExactly("batch of 3", "a 1", "batch of 3", "a 1", "a exit-once-x", "a 3");
            assertThat(function.metrics().coldStarts()).hasSize(2);
        }
    }

    @Nested
    class When_a_shard_is_split_in_the_middle {
        @Test
        void children_begin_after_their_parent_so_that_each_key_keeps_its_order() {
            put("a", "1", "2", "fail-once-parent");
            put("b", "1");
            stream.split("shardId-000000000000", BigInteger.ONE.shiftLeft(127));
            put("a", "3", "4");
            put("b", "2");

            await(map(SETTINGS));

            assertThat(handled().stream().filter(line -> line.startsWith("a")))
                    .containsExactly("a 1", "a 2", "a fail-once-parent", "a 3", "a 4");
            assertThat(handled().stream().filter(line -> line.startsWith("b"))).containsExactly("b 1", "b 2");
        }
    }

    @Nested
    class When_a_shard_has_several_lanes {
        @Test
        void keys_go_on_in_parallel_and_each_keeps_its_order() {
            String[] keys = {"a", "b", "c", "d", "e", "f"};
            for (int i = 0; i < 20; i++) {
                for (String key : keys) {
                    put(key, i == 7 && key.equals("c") ? "fail-once-c" : "" + i);
                }
            }

            await(map(SETTINGS.withParallelization(2).withBatch(10, Duration.ZERO)));

            for (String key : keys) {
                List<String> expected = IntStream.range(0, 20)
                        .mapToObj(i -> key + " " + (i == 7 && key.equals("c") ? "fail-once-c" : "" + i))
                        .toList();
                assertThat(handled().stream().filter(line -> line.startsWith(key + " ")))
                        .isEqualTo(expected);
            }
        }

        @Test
        void more_lanes_than_environments_are_throttled_and_lose_nothing() {
            LambdaFunction narrow = host.deploy(FunctionDefinition.of(
                            "narrow",
                            function.definition().zip(),
                            function.definition().handler())
                    .withEnvironment(function.definition().environment())
                    .withMaxConcurrency(1));
            IntStream.range(0, 40).forEach(i -> put("key-" + i, "" + i));

            await(host.map(stream, narrow, SETTINGS.withParallelization(4).withBatch(1, Duration.ZERO)));

            assertThat(handled()).hasSize(40).doesNotHaveDuplicates();
            assertThat(narrow.metrics().throttles()).isPositive();
            assertThat(narrow.metrics().coldStarts()).hasSize(1);
        }
    }

    @Nested
    class When_windows_tumble {
        @Test
        void every_record_is_summed_once_in_its_window_and_the_sums_come_with_its_end() {
            LambdaFunction summing = host.deploy(FunctionDefinition.of(
                            "summing", function.definition().zip(), WindowFunction.class.getName() + "::handleRequest")
                    .withEnvironment(function.definition().environment()));
            put("a", "1", "2", "fail-once", "4");
            put("b", "10", "20");

            await(host.map(
                    stream, summing, SETTINGS.withBatch(3, Duration.ZERO).withTumblingWindow(Duration.ofSeconds(1))));

            assertThat(lines()).isNotEmpty().allMatch(line -> line.endsWith(" false"));
            assertThat(sumOf("a")).isEqualTo(7);
            assertThat(sumOf("b")).isEqualTo(30);
        }

        private int sumOf(String key) {
            Pattern sum = Pattern.compile("[{ ]" + key + "=(\\d+)");
            return lines().stream()
                    .map(sum::matcher)
                    .filter(Matcher::find)
                    .mapToInt(found -> Integer.parseInt(found.group(1)))
                    .sum();
        }
    }

    private KinesisMapping map(MappingSettings settings) {
        return host.map(stream, function, settings);
    }

    private static void await(KinesisMapping mapping) {
        Await.until("the mapping to catch up", mapping::isCaughtUp);
    }

    private void put(String key, String... texts) {
        for (String text : texts) {
            client.putRecord(put -> put.streamName("orders").partitionKey(key).data(SdkBytes.fromUtf8String(text)));
        }
    }

    private List<String> handled() {
        return lines().stream().filter(line -> !line.startsWith("batch")).toList();
    }

    private List<String> batches() {
        return lines().stream().filter(line -> line.startsWith("batch")).toList();
    }

    private List<String> lines() {
        return read(folder.resolve("output"));
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
