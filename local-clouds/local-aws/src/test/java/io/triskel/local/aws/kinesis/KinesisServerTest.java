package io.triskel.local.aws.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.AwsClients;
import io.triskel.local.aws.MovingClock;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** The real SDK (on CBOR and url-connection-client) against the local server, with time in the test's hands. */
class KinesisServerTest {
    private static final String SHARD_0 = "shardId-000000000000";

    private final MovingClock clock = new MovingClock();
    private KinesisServer server =
            KinesisServer.start(KinesisSettings.defaults().withClock(clock), new FaultPlan(1));
    private KinesisClient client = AwsClients.kinesis(server.uri());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Nested
    class When_a_stream_is_created {
        @Test
        void its_shards_divide_all_hash_keys() {
            server.createStream("orders", 3);

            var shards = client.listShards(list -> list.streamName("orders")).shards();

            assertThat(shards).hasSize(3);
            assertThat(shards.get(0).hashKeyRange().startingHashKey()).isEqualTo("0");
            assertThat(new BigInteger(shards.get(1).hashKeyRange().startingHashKey()))
                    .isEqualTo(new BigInteger(shards.get(0).hashKeyRange().endingHashKey()).add(BigInteger.ONE));
            assertThat(shards.get(2).hashKeyRange().endingHashKey())
                    .isEqualTo(BigInteger.ONE
                            .shiftLeft(128)
                            .subtract(BigInteger.ONE)
                            .toString());
        }

        @Test
        void it_is_described_listed_and_not_created_twice() {
            client.createStream(create -> create.streamName("orders").shardCount(2));

            var summary = client.describeStreamSummary(describe -> describe.streamName("orders"))
                    .streamDescriptionSummary();
            assertThat(summary.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
            assertThat(summary.openShardCount()).isEqualTo(2);
            assertThat(summary.retentionPeriodHours()).isEqualTo(24);
            assertThat(summary.streamCreationTimestamp()).isEqualTo(clock.instant());
            assertThat(client.describeStream(describe -> describe.streamName("orders"))
                            .streamDescription()
                            .shards())
                    .hasSize(2);
            assertThat(client.listStreams().streamNames()).containsExactly("orders");
            assertThatThrownBy(() -> client.createStream(
                            create -> create.streamName("orders").shardCount(2)))
                    .isInstanceOf(ResourceInUseException.class);
        }

        @Test
        void it_is_not_ready_before_its_time() {
            restart(KinesisSettings.defaults().withClock(clock).withStatusDelay(Duration.ofSeconds(30)));
            server.createStream("orders", 1);

            assertThat(status()).isEqualTo(StreamStatus.CREATING);
            assertThatThrownBy(() -> put("a", "1")).isInstanceOf(ResourceNotFoundException.class);

            clock.pass(Duration.ofSeconds(30));
            assertThat(status()).isEqualTo(StreamStatus.ACTIVE);
            put("a", "1");
        }

        @Test
        void after_its_deletion_nothing_is_left() {
            server.createStream("orders", 1);
            put("a", "1");
            String iterator = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON, "");

            client.deleteStream(delete -> delete.streamName("orders"));

            assertThatThrownBy(() -> put("a", "2")).isInstanceOf(ResourceNotFoundException.class);
            clock.pass(Duration.ofMillis(1));
            server.createStream("orders", 1);
            assertThatThrownBy(() -> client.getRecords(get -> get.shardIterator(iterator)))
                    .isInstanceOf(ResourceNotFoundException.class);
        }
    }

    @Nested
    class When_records_are_put {
        @Test
        void a_key_goes_to_the_shard_of_its_md5_and_sequence_numbers_grow() {
            server.createStream("orders", 4);

            List<PutRecordResponse> answers = IntStream.range(0, 50)
                    .mapToObj(i -> put("key-" + i % 10, "" + i))
                    .toList();

            assertThat(answers.stream().map(PutRecordResponse::sequenceNumber))
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(answers.stream()
                            .map(PutRecordResponse::shardId)
                            .distinct()
                            .count())
                    .isGreaterThan(1);
            for (int i = 10; i < 50; i++) {
                assertThat(answers.get(i).shardId())
                        .isEqualTo(answers.get(i - 10).shardId());
            }
        }

        @Test
        void an_explicit_hash_key_decides_the_shard() {
            server.createStream("orders", 2);

            PutRecordResponse answer = client.putRecord(put -> put.streamName("orders")
                    .partitionKey("a")
                    .explicitHashKey("0")
                    .data(SdkBytes.fromUtf8String("1")));

            assertThat(answer.shardId()).isEqualTo(SHARD_0);
            assertThatThrownBy(() -> client.putRecord(put -> put.streamName("orders")
                            .partitionKey("a")
                            .explicitHashKey(BigInteger.ONE.shiftLeft(128).toString())
                            .data(SdkBytes.fromUtf8String("1"))))
                    .isInstanceOf(InvalidArgumentException.class);
        }

        @Test
        void a_sequence_number_for_ordering_is_followed_by_a_greater_one() {
            server.createStream("orders", 1);
            String first = put("a", "1").sequenceNumber();

            PutRecordResponse second = client.putRecord(put -> put.streamName("orders")
                    .partitionKey("a")
                    .sequenceNumberForOrdering(first)
                    .data(SdkBytes.fromUtf8String("2")));

            assertThat(second.sequenceNumber()).isGreaterThan(first);
            assertThatThrownBy(() -> client.putRecord(put -> put.streamName("orders")
                            .partitionKey("a")
                            .sequenceNumberForOrdering("17")
                            .data(SdkBytes.fromUtf8String("3"))))
                    .isInstanceOf(InvalidArgumentException.class);
        }

        @Test
        void five_hundred_fit_into_a_request_and_not_one_more() {
            server.createStream("orders", 1);

            assertThat(putMany(500, 10).failedRecordCount()).isZero();
            assertThatThrownBy(() -> putMany(501, 10)).isInstanceOf(KinesisException.class);
        }

        @Test
        void ten_mebibytes_fit_into_a_request_and_not_one_more_byte() {
            server.createStream("orders", 1);
            int keys = 10 * "key-0".length();

            assertThat(putMany(10, (1 << 20) - keys / 10).failedRecordCount()).isZero();
            assertThatThrownBy(() -> putMany(10, (1 << 20) - keys / 10 + 1))
                    .isInstanceOf(InvalidArgumentException.class);
        }

        @Test
        void a_record_has_one_mebibyte_unless_the_stream_allows_more() {
            server.createStream("orders", 1);
            String tooLong = "x".repeat((1 << 20) + 1);

            put("a", tooLong.substring(1));
            assertThatThrownBy(() -> put("a", tooLong))
                    .isInstanceOfSatisfying(
                            KinesisException.class,
                            error -> assertThat(error.awsErrorDetails().errorCode())
                                    .isEqualTo("ValidationException"));

            String arn = server.stream("orders").arn();
            client.updateMaxRecordSize(update -> update.streamARN(arn).maxRecordSizeInKiB(10_240));
            put("a", tooLong);
        }

        @Test
        void a_full_server_refuses_loudly() {
            restart(KinesisSettings.defaults().withClock(clock).withMaxStoredBytes(100));
            server.createStream("orders", 1);
            put("a", "x".repeat(90));

            assertThatThrownBy(() -> put("a", "x".repeat(90))).hasMessageContaining("allow more");

            clock.pass(Duration.ofHours(25));
            put("a", "x".repeat(90));
        }
    }

    @Nested
    class When_records_are_read {
        @Test
        void each_type_of_iterator_starts_where_it_says() {
            server.createStream("orders", 1);
            put("a", "1");
            clock.pass(Duration.ofSeconds(1));
            Instant second = clock.instant();
            String number = put("a", "2").sequenceNumber();
            clock.pass(Duration.ofSeconds(1));
            put("a", "3");
            String latest = iterator(SHARD_0, ShardIteratorType.LATEST, "");
            put("a", "4");

            assertThat(read(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON, "")))
                    .containsExactly("1", "2", "3", "4");
            assertThat(read(iterator(SHARD_0, ShardIteratorType.AT_SEQUENCE_NUMBER, number)))
                    .containsExactly("2", "3", "4");
            assertThat(read(iterator(SHARD_0, ShardIteratorType.AFTER_SEQUENCE_NUMBER, number)))
                    .containsExactly("3", "4");
            assertThat(read(latest)).containsExactly("4");
            assertThat(read(client.getShardIterator(get -> get.streamName("orders")
                                    .shardId(SHARD_0)
                                    .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                                    .timestamp(second))
                            .shardIterator()))
                    .containsExactly("2", "3", "4");
        }

        @Test
        void pages_follow_each_other_and_say_how_far_behind_they_are() {
            server.createStream("orders", 1);
            put("a", "1");
            put("a", "2");
            put("a", "3");
            clock.pass(Duration.ofSeconds(7));
            String start = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON, "");

            GetRecordsResponse first =
                    client.getRecords(get -> get.shardIterator(start).limit(2));
            GetRecordsResponse second = client.getRecords(get -> get.shardIterator(first.nextShardIterator()));

            assertThat(texts(first)).containsExactly("1", "2");
            assertThat(first.millisBehindLatest()).isEqualTo(7000);
            assertThat(first.records().get(0).approximateArrivalTimestamp())
                    .isEqualTo(clock.instant().minusSeconds(7));
            assertThat(texts(second)).containsExactly("3");
            assertThat(second.millisBehindLatest()).isZero();
        }

        @Test
        void an_iterator_expires_after_five_minutes() {
            server.createStream("orders", 1);
            String iterator = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON, "");

            clock.pass(Duration.ofMinutes(5));
            client.getRecords(get -> get.shardIterator(iterator));
            clock.pass(Duration.ofMillis(1));
            assertThatThrownBy(() -> client.getRecords(get -> get.shardIterator(iterator)))
                    .isInstanceOf(ExpiredIteratorException.class);
        }

        @Test
        void what_is_older_than_the_retention_is_gone_and_the_rest_is_there() {
            server.createStream("orders", 1);
            IntStream.range(0, 20).forEach(i -> putMany(200, 1));
            clock.pass(Duration.ofHours(25));
            put("a", "young");

            assertThat(read(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON, "")))
                    .containsExactly("young");
        }

        @Test
        void a_longer_retention_keeps_more() {
            server.createStream("orders", 1);
            client.increaseStreamRetentionPeriod(
                    increase -> increase.streamName("orders").retentionPeriodHours(48));
            put("a", "1");
            clock.pass(Duration.ofHours(25));
            put("a", "2");

            assertThat(read(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON, "")))
                    .containsExactly("1", "2");
        }

        @Test
        void an_unknown_shard_and_a_forged_iterator_are_refused() {
            server.createStream("orders", 1);

            assertThatThrownBy(() -> iterator("shardId-000000000007", ShardIteratorType.LATEST, ""))
                    .isInstanceOf(ResourceNotFoundException.class);
            assertThatThrownBy(() -> client.getRecords(get -> get.shardIterator("forged")))
                    .isInstanceOf(InvalidArgumentException.class);
        }
    }

    @Nested
    class When_shards_change {
        @Test
        void a_split_shard_is_read_to_its_end_and_names_its_children() {
            server.createStream("orders", 1);
            put("a", "before");
            client.splitShard(split -> split.streamName("orders")
                    .shardToSplit(SHARD_0)
                    .newStartingHashKey(BigInteger.ONE.shiftLeft(127).toString()));
            PutRecordResponse after = put("a", "after");

            GetRecordsResponse page =
                    client.getRecords(get -> get.shardIterator(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON, "")));

            assertThat(texts(page)).containsExactly("before");
            assertThat(page.nextShardIterator()).isNull();
            assertThat(page.childShards()).hasSize(2).allSatisfy(child -> {
                assertThat(child.parentShards()).containsExactly(SHARD_0);
                assertThat(child.hashKeyRange()).isNotNull();
            });
            assertThat(after.shardId()).isNotEqualTo(SHARD_0);
            assertThat(client.listShards(list -> list.streamName("orders")).shards())
                    .hasSize(3)
                    .anySatisfy(shard -> assertThat(shard.sequenceNumberRange().endingSequenceNumber())
                            .isNotNull());
        }

        @Test
        void merged_shards_have_one_child_with_two_parents() {
            server.createStream("orders", 3);

            client.mergeShards(merge -> merge.streamName("orders")
                    .shardToMerge("shardId-000000000001")
                    .adjacentShardToMerge(SHARD_0));

            var child = client.listShards(list -> list.streamName("orders"))
                    .shards()
                    .get(3);
            assertThat(child.parentShardId()).isEqualTo("shardId-000000000001");
            assertThat(child.adjacentParentShardId()).isEqualTo(SHARD_0);
            assertThat(child.hashKeyRange().startingHashKey()).isEqualTo("0");
            assertThatThrownBy(() -> client.mergeShards(merge -> merge.streamName("orders")
                            .shardToMerge(SHARD_0)
                            .adjacentShardToMerge("shardId-000000000002")))
                    .isInstanceOf(InvalidArgumentException.class);
        }

        @Test
        void a_new_shard_count_divides_the_keys_evenly() {
            server.createStream("orders", 4);

            client.updateShardCount(
                    update -> update.streamName("orders").targetShardCount(6).scalingType("UNIFORM_SCALING"));
            assertThat(openRanges()).containsExactlyElementsOf(uniform(6));
            client.updateShardCount(
                    update -> update.streamName("orders").targetShardCount(3).scalingType("UNIFORM_SCALING"));
            assertThat(openRanges()).containsExactlyElementsOf(uniform(3));
            assertThatThrownBy(() -> client.updateShardCount(update ->
                            update.streamName("orders").targetShardCount(7).scalingType("UNIFORM_SCALING")))
                    .isInstanceOf(InvalidArgumentException.class);
        }

        @Test
        void shards_are_listed_page_by_page() {
            server.createStream("orders", 5);
            List<String> ids = new ArrayList<>();
            String token = null;
            do {
                String next = token;
                var page = client.listShards(list -> {
                    list.maxResults(2);
                    if (next == null) {
                        list.streamName("orders");
                    } else {
                        list.nextToken(next);
                    }
                });
                page.shards().forEach(shard -> ids.add(shard.shardId()));
                token = page.nextToken();
            } while (token != null);

            assertThat(ids).hasSize(5).isSorted().doesNotHaveDuplicates();
        }

        private List<String> openRanges() {
            return client
                    .listShards(list -> list.streamName("orders").shardFilter(filter -> filter.type("AT_LATEST")))
                    .shards()
                    .stream()
                    .map(shard -> shard.hashKeyRange().startingHashKey() + "-"
                            + shard.hashKeyRange().endingHashKey())
                    .sorted()
                    .toList();
        }

        private List<String> uniform(int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> HashRange.uniform(i, count))
                    .map(range -> range.start() + "-" + range.end())
                    .sorted()
                    .toList();
        }
    }

    @Nested
    class When_quotas_hold {
        @Test
        void the_thousand_and_first_record_of_a_second_fails_alone() {
            limited(1);
            putMany(500, 10);
            putMany(499, 10);

            PutRecordsResponse answer = putMany(3, 10);

            assertThat(answer.failedRecordCount()).isEqualTo(2);
            assertThat(answer.records().get(0).errorCode()).isNull();
            assertThat(answer.records().get(1).errorCode()).isEqualTo("ProvisionedThroughputExceededException");
            assertThat(answer.records().get(1).errorMessage()).contains(SHARD_0).contains("orders");
            clock.pass(Duration.ofSeconds(1));
            assertThat(putMany(500, 10).failedRecordCount()).isZero();
        }

        @Test
        void more_than_a_mebibyte_in_a_second_is_refused() {
            limited(1);
            put("a", "x".repeat(1 << 20));

            assertThatThrownBy(() -> put("a", "x")).isInstanceOf(ProvisionedThroughputExceededException.class);

            clock.pass(Duration.ofSeconds(1));
            put("a", "x");
        }

        @Test
        void the_sixth_read_of_a_second_is_refused() {
            limited(1);
            String iterator = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON, "");
            IntStream.range(0, 5).forEach(i -> client.getRecords(get -> get.shardIterator(iterator)));

            assertThatThrownBy(() -> client.getRecords(get -> get.shardIterator(iterator)))
                    .isInstanceOf(ProvisionedThroughputExceededException.class);
        }

        @Test
        void after_ten_mebibytes_reads_are_refused_for_five_seconds() {
            limited(1);
            for (int i = 0; i < 11; i++) {
                put("a", "x".repeat(1 << 20));
                clock.pass(Duration.ofSeconds(2));
            }
            String iterator = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON, "");

            assertThat(client.getRecords(get -> get.shardIterator(iterator)).records())
                    .hasSize(9);
            clock.pass(Duration.ofMillis(3400));
            assertThatThrownBy(() -> client.getRecords(get -> get.shardIterator(iterator)))
                    .isInstanceOf(ProvisionedThroughputExceededException.class);
            clock.pass(Duration.ofMillis(1600));
            assertThat(client.getRecords(get -> get.shardIterator(iterator)).records())
                    .hasSize(9);
        }

        @Test
        void each_shard_has_its_own() {
            limited(2);

            for (String hash : List.of("0", BigInteger.ONE.shiftLeft(127).toString())) {
                client.putRecord(put -> put.streamName("orders")
                        .partitionKey("a")
                        .explicitHashKey(hash)
                        .data(SdkBytes.fromUtf8String("x".repeat(1 << 20))));
            }

            assertThat(server.stream("orders").shards())
                    .allSatisfy(shard ->
                            assertThat(shard.read(0, 10, 1 << 30).records()).hasSize(1));
        }

        private void limited(int shards) {
            restart(KinesisSettings.defaults().withClock(clock).withQuotas());
            server.createStream("orders", shards);
        }
    }

    @Nested
    class When_faults_are_injected {
        @Test
        void a_refused_call_carries_the_service_s_error() {
            server.createStream("orders", 1);
            server.faults()
                    .next(1, "PutRecord", new Fault.Refused("ProvisionedThroughputExceededException"))
                    .next(1, "GetRecords", new Fault.Refused("ExpiredIteratorException"));
            String iterator = iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON, "");

            assertThatThrownBy(() -> put("a", "1")).isInstanceOf(ProvisionedThroughputExceededException.class);
            assertThatThrownBy(() -> client.getRecords(get -> get.shardIterator(iterator)))
                    .isInstanceOf(ExpiredIteratorException.class);
            assertThat(read(iterator)).isEmpty();
        }

        @Test
        void a_partly_refused_batch_keeps_the_rest() {
            server.createStream("orders", 1);
            server.faults()
                    .next(1, "PutRecords", new Fault.PartlyRefused("ProvisionedThroughputExceededException", 0.5));

            PutRecordsResponse answer = putMany(100, 1);

            assertThat(answer.failedRecordCount()).isBetween(20, 80);
            assertThat(read(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON, "")))
                    .hasSize(100 - answer.failedRecordCount());
        }

        @Test
        void an_internal_error_does_nothing() {
            server.createStream("orders", 1);
            server.faults().next(1, "PutRecord", new Fault.Failed());

            assertThatThrownBy(() -> put("a", "1"))
                    .isInstanceOfSatisfying(
                            KinesisException.class,
                            error -> assertThat(error.statusCode()).isEqualTo(500));
            assertThat(read(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON, "")))
                    .isEmpty();
        }

        @Test
        void a_lost_response_has_done_its_work_so_a_repeat_delivers_twice() {
            server.createStream("orders", 1);
            server.faults().next(1, "PutRecord", new Fault.LostResponse());

            assertThatThrownBy(() -> put("a", "1")).isInstanceOf(SdkClientException.class);
            put("a", "1");

            assertThat(read(iterator(SHARD_0, ShardIteratorType.TRIM_HORIZON, "")))
                    .containsExactly("1", "1");
        }

        @Test
        void a_slow_call_arrives_late_and_is_served() {
            server.createStream("orders", 1);
            server.faults().next(1, "PutRecord", new Fault.Slow(Duration.ofMillis(50)));
            long before = System.nanoTime();

            put("a", "1");

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        }
    }

    private void restart(KinesisSettings settings) {
        close();
        server = KinesisServer.start(settings, new FaultPlan(1));
        client = AwsClients.kinesis(server.uri());
    }

    private StreamStatus status() {
        return client.describeStreamSummary(describe -> describe.streamName("orders"))
                .streamDescriptionSummary()
                .streamStatus();
    }

    private PutRecordResponse put(String key, String text) {
        return client.putRecord(
                put -> put.streamName("orders").partitionKey(key).data(SdkBytes.fromUtf8String(text)));
    }

    private PutRecordsResponse putMany(int count, int size) {
        List<PutRecordsRequestEntry> entries = IntStream.range(0, count)
                .mapToObj(i -> PutRecordsRequestEntry.builder()
                        .partitionKey("key-" + i % 10)
                        .data(SdkBytes.fromByteArray(new byte[size]))
                        .build())
                .toList();
        return client.putRecords(put -> put.streamName("orders").records(entries));
    }

    private String iterator(String shard, ShardIteratorType type, String number) {
        return client.getShardIterator(get -> {
                    get.streamName("orders").shardId(shard).shardIteratorType(type);
                    if (!number.isEmpty()) {
                        get.startingSequenceNumber(number);
                    }
                })
                .shardIterator();
    }

    private List<String> read(String iterator) {
        return texts(client.getRecords(get -> get.shardIterator(iterator)));
    }

    private static List<String> texts(GetRecordsResponse page) {
        return page.records().stream()
                .map(Record::data)
                .map(SdkBytes::asUtf8String)
                .toList();
    }
}
