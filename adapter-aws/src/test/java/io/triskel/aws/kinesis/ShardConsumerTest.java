package io.triskel.aws.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.aws.LocalClients;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.local.Await;
import io.triskel.local.Fault;
import io.triskel.memory.InMemoryStores;
import io.triskel.store.Checkpoints;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.RequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;

/** A stream is read to its end by one process, over restarts, splits, merges and faults. */
@Timeout(300)
class ShardConsumerTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final KinesisPublishing kinesis = new KinesisPublishing(CODEC);
    private final Checkpoints checkpoints = new InMemoryStores().checkpoints();
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final ShardConsumer consumer = consumer();

    record Counted(String key, int n) {}

    @AfterEach
    void close() {
        executor.shutdownNow();
        kinesis.close();
    }

    @Nested
    class When_all_goes_well {
        @Test
        void everything_is_handled_once_in_the_order_of_its_key() {
            publish(0, 50);

            ShardReport report = run(consumer);

            assertCaughtUp(report, 50);
            assertThat(new HashSet<>(handled)).hasSize(50);
            assertInOrder(50);
        }

        @Test
        void another_process_continues_where_the_checkpoints_are() {
            publish(0, 20);
            run(consumer);
            publish(20, 40);

            ShardReport report = run(consumer());

            assertThat(report.settled()).isEqualTo(20);
            assertThat(handled).hasSize(40).doesNotHaveDuplicates();
        }

        @Test
        void a_run_stops_at_its_limit_and_the_next_goes_on() {
            publish(0, 40);

            ShardReport first = consumer.run(10, kinesis.deadline());
            ShardReport rest = run(consumer);

            assertThat(first.settled()).isBetween(1, 13);
            assertThat(first.caughtUp()).isFalse();
            assertThat(first.settled() + rest.settled()).isEqualTo(40);
            assertThat(handled).hasSize(40).doesNotHaveDuplicates();
        }
    }

    @Nested
    class When_shards_are_split_and_merged {
        @Test
        void children_are_read_after_their_parents() {
            publish(0, 50);
            kinesis.stream.split("shardId-000000000000", BigInteger.TWO.pow(124));
            publish(50, 100);
            kinesis.stream.merge("shardId-000000000001", "shardId-000000000002");
            publish(100, 150);

            ShardReport report = run(consumer);

            assertThat(report.caughtUp()).isTrue();
            assertThat(handled).hasSize(150).doesNotHaveDuplicates();
            assertInOrder(150);
        }

        @Test
        void children_wait_while_a_parent_is_held_up() {
            publish(0, 50);
            kinesis.stream.scaleTo(8);
            publish(50, 100);
            IntStream.range(0, 10).forEach(key -> failing.add("key-" + key + " 4" + key));

            ShardReport heldUp = run(consumer);
            List<String> before = List.copyOf(handled);
            failing.clear();
            run(consumer);

            assertThat(heldUp.caughtUp()).isFalse();
            assertThat(before).noneMatch(line -> Integer.parseInt(line.substring(line.indexOf(' ') + 1)) >= 50);
            assertThat(new HashSet<>(handled)).hasSize(100);
            assertInOrder(100);
        }
    }

    @Nested
    class When_something_goes_wrong {
        @Test
        void the_checkpoint_stays_before_the_first_that_is_not_settled() {
            publish(0, 50);
            failing.add("key-3 23");

            ShardReport heldUp = run(consumer);
            failing.clear();
            ShardReport after = run(consumer());

            assertThat(heldUp.problems()).singleElement().asString().contains("is not settled");
            assertThat(heldUp.caughtUp()).isFalse();
            assertThat(heldUp.settled() + after.settled()).isEqualTo(50);
            assertThat(after.caughtUp()).isTrue();
            assertThat(new HashSet<>(handled)).hasSize(50);
            assertInOrder(50);
        }

        @Test
        void a_process_that_was_taken_over_saves_nothing_more() {
            publish(0, 20);
            run(consumer);
            ShardConsumer other = consumer();
            run(other);
            publish(20, 40);

            ShardReport old = run(consumer);
            ShardReport now = run(other);

            assertThat(old.settled()).isZero();
            assertThat(old.fenced()).isNotEmpty();
            assertThat(run(consumer).fenced()).isEqualTo(old.fenced());
            assertCaughtUp(now, 20);
        }

        @Test
        void an_expired_iterator_is_replaced_at_once() {
            publish(0, 20);
            kinesis.server.faults().next(4, "GetRecords", new Fault.Refused("ExpiredIteratorException"));

            assertCaughtUp(run(consumer), 20);
        }

        @Test
        void a_throttled_shard_is_read_on_in_the_same_run_with_the_same_iterator() {
            publish(0, 20);
            Calls calls = new Calls();
            kinesis.server.faults().next(6, "GetRecords", new Fault.Refused("ProvisionedThroughputExceededException"));

            ShardReport report = run(consumer(() -> calls.client, InstantSource.system()));

            assertCaughtUp(report, 20);
            assertThat(handled).hasSize(20).doesNotHaveDuplicates();
            assertThat(calls.made.stream().filter("GetShardIterator"::equals)).hasSize(4);
        }

        @Test
        void a_shard_that_is_throttled_until_the_deadline_says_so() {
            publish(0, 20);
            kinesis.server.faults().often(1, "GetRecords", new Fault.Refused("ProvisionedThroughputExceededException"));
            Calls calls = new Calls();
            Deadline deadline = new Deadline(NOW.plusSeconds(60));
            ShardConsumer reading =
                    consumer(() -> calls.client, () -> calls.iterators.size() < 4 ? NOW : deadline.at());

            ShardReport throttled = reading.run(Integer.MAX_VALUE, deadline);
            kinesis.server.faults().clear();

            assertThat(throttled.problems()).hasSize(4);
            assertThat(throttled.caughtUp()).isFalse();
            assertCaughtUp(run(reading), 20);
        }
    }

    @Nested
    class When_a_shard_has_quotas {
        @Test
        void it_is_called_no_more_than_five_times_a_second() {
            publish(0, 400);
            Calls calls = new Calls();
            ShardConsumer reading = consumer(() -> calls.client, InstantSource.system());
            long begin = System.nanoTime();

            for (int part = 0; part < 8; part++) {
                reading.run(40, kinesis.deadline());
            }

            double seconds = (System.nanoTime() - begin) / 1e9;
            long perShard = calls.made.stream().filter("GetRecords"::equals).count() / 4;
            assertThat(perShard).isGreaterThan(3).isLessThanOrEqualTo((long) (5 * seconds) + 1);
        }

        @Test
        void large_records_make_it_wait_for_the_bytes_too() {
            assertThat(ReadQuota.whole().pause(0))
                    .isEqualTo(Duration.ofMillis(200).toNanos());
            assertThat(ReadQuota.whole().pause(10 << 20))
                    .isEqualTo(Duration.ofSeconds(5).toNanos());
            assertThat(ReadQuota.whole().part(0.5).pause(1 << 20))
                    .isEqualTo(Duration.ofSeconds(1).toNanos());
            assertThat(ReadQuota.unlimited().pause(10 << 20)).isLessThan(1_000);
        }

        @Test
        void the_report_says_how_far_behind_it_is() {
            publish(0, 40);
            Instant published = Instant.now();
            Await.until("the clock to move", () -> Instant.now().isAfter(published.plusMillis(20)));

            ShardReport first = consumer.run(8, kinesis.deadline());
            ShardReport rest = run(consumer);

            assertThat(first.behind()).hasSize(4);
            assertThat(first.lag()).isPositive();
            assertThat(rest.lag()).isZero();
        }
    }

    @Nested
    class When_a_producer_aggregates {
        @Test
        void every_event_is_handled_in_order_and_has_its_own_position() {
            putAggregated(IntStream.range(0, 30).boxed().toList());

            ShardReport report = run(consumer);

            assertThat(report.settled()).isEqualTo(1);
            assertThat(handled).hasSize(30).doesNotHaveDuplicates();
            assertInOrder(30);
        }

        @Test
        void a_record_of_which_one_event_is_unsettled_comes_again() {
            putAggregated(IntStream.range(0, 30).boxed().toList());
            failing.add("key-5 15");

            ShardReport heldUp = run(consumer);
            failing.clear();
            ShardReport after = run(consumer);

            assertThat(heldUp.settled()).isZero();
            assertCaughtUp(after, 1);
            assertThat(new HashSet<>(handled)).hasSize(30);
            assertInOrder(30);
        }

        private void putAggregated(List<Integer> numbers) {
            Aggregated record = new Aggregated();
            numbers.forEach(n -> record.add("key-" + n % 10, CODEC.encode(event(n))));
            kinesis.clients
                    .kinesis()
                    .putRecord(put ->
                            put.streamName("events").partitionKey("a").data(SdkBytes.fromByteArray(record.bytes())));
        }
    }

    /** Notes the operations of a client. */
    private final class Calls implements ExecutionInterceptor {
        private final List<String> made = new CopyOnWriteArrayList<>();
        private final Set<String> iterators = ConcurrentHashMap.newKeySet();
        private final KinesisClient client = kinesis.clients.client(
                KinesisClient.builder().overrideConfiguration(override -> override.addExecutionInterceptor(this)),
                "kinesis");

        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            made.add(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
            if (context.request() instanceof GetRecordsRequest read) {
                iterators.add(read.shardIterator());
            }
        }
    }

    private static void assertCaughtUp(ShardReport report, int settled) {
        assertThat(report.settled()).isEqualTo(settled);
        assertThat(report.caughtUp()).isTrue();
        assertThat(report.fenced()).isEmpty();
        assertThat(report.problems()).isEmpty();
        assertThat(report.lag()).isZero();
    }

    @Nested
    class When_time_is_short {
        private final List<Duration> allowed = new CopyOnWriteArrayList<>();
        private final KinesisClient noting = kinesis.clients.client(
                KinesisClient.builder()
                        .overrideConfiguration(override -> override.addExecutionInterceptor(new Noting())),
                "kinesis");

        @Test
        void no_call_may_take_longer_than_the_deadline_leaves() {
            publish(0, 20);

            consumer(() -> noting, InstantSource.fixed(NOW))
                    .run(Integer.MAX_VALUE, new Deadline(NOW.plusMillis(4_321)));

            assertThat(allowed).isNotEmpty().containsOnly(Duration.ofMillis(4_321));
        }

        @Test
        void no_call_may_take_longer_than_its_own_limit() {
            publish(0, 20);

            consumer(() -> noting, InstantSource.fixed(NOW))
                    .run(Integer.MAX_VALUE, new Deadline(NOW.plus(Duration.ofDays(1))));

            assertThat(allowed).isNotEmpty().containsOnly(LocalClients.PATIENCE);
        }

        @Test
        void nothing_is_called_after_the_deadline() {
            publish(0, 20);

            ShardReport report =
                    consumer(() -> noting, InstantSource.fixed(NOW)).run(Integer.MAX_VALUE, new Deadline(NOW));

            assertThat(allowed).isEmpty();
            assertThat(report).isEqualTo(new ShardReport(0, false, List.of(), List.of(), Map.of()));
        }

        @Test
        void an_answer_that_is_late_is_not_waited_for_and_comes_in_the_next_run() {
            Calls calls = new Calls();
            Deadline deadline = new Deadline(NOW.plusSeconds(60));
            // The shards are listed in good time.
            ShardConsumer reading = consumer(
                    () -> calls.client,
                    () -> calls.made.contains("ListShards") ? deadline.at().minusMillis(300) : NOW);
            publish(0, 20);
            run(reading);
            publish(20, 40);
            kinesis.server.faults().next(4, "GetRecords", new Fault.Slow(Duration.ofMinutes(10)));
            calls.made.clear();

            ShardReport late = reading.run(Integer.MAX_VALUE, deadline);
            kinesis.server.faults().clear();
            ShardReport after = run(reading);

            assertThat(late.settled()).isZero();
            assertThat(late.problems()).isNotEmpty();
            assertCaughtUp(after, 20);
        }

        /** Notes how long each call may take. */
        private final class Noting implements ExecutionInterceptor {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                allowed.add(context.request()
                        .overrideConfiguration()
                        .flatMap(RequestOverrideConfiguration::apiCallTimeout)
                        .orElse(Duration.ofDays(999)));
            }
        }
    }

    private ShardReport run(ShardConsumer which) {
        return which.run(Integer.MAX_VALUE, kinesis.deadline());
    }

    private ShardConsumer consumer() {
        return consumer(kinesis.clients::kinesis, InstantSource.system());
    }

    private ShardConsumer consumer(Supplier<KinesisClient> client, InstantSource clock) {
        EventConsumer counting = EventConsumer.named("counting")
                .on(COUNTED, Counted.class, (event, handling) -> handle(event.data()))
                .build();
        return new ShardConsumer(
                        client,
                        "events",
                        "counting",
                        BatchProcessor.of(counting).codec(CODEC).clock(clock).build(),
                        CODEC,
                        checkpoints,
                        clock)
                .executor(executor);
    }

    private void handle(Counted counted) {
        String line = counted.key() + " " + counted.n();
        if (failing.contains(line)) {
            throw new IllegalStateException("told to fail");
        }
        handled.add(line);
    }

    private void publish(int from, int to) {
        List<Envelope<?>> events = IntStream.range(from, to)
                .<Envelope<?>>mapToObj(ShardConsumerTest::event)
                .toList();
        assertThat(kinesis.publisher.publishAndWait(events, kinesis.deadline()).complete())
                .isTrue();
    }

    private static Envelope<?> event(int n) {
        String key = "key-" + n % 10;
        return Envelope.of(new EventId("/test", UUID.randomUUID().toString()), COUNTED, new Counted(key, n))
                .withKey(new OrderingKey(key));
    }

    /** By first occurrence: without an inbox, repeats may follow. */
    private void assertInOrder(int count) {
        for (int k = 0; k < 10; k++) {
            String key = "key-" + k;
            int first = k;
            assertThat(handled.stream()
                            .filter(line -> line.startsWith(key + " "))
                            .distinct())
                    .isEqualTo(IntStream.range(0, count / 10)
                            .mapToObj(i -> key + " " + (first + 10 * i))
                            .toList());
        }
    }
}
