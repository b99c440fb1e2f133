package io.triskel.local.aws.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.local.Await;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.AwsClients;
import io.triskel.local.aws.wire.ServiceException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** Registered consumers and their subscriptions, through the real SDK's asynchronous client. */
class SubscribeToShardTest {
    private static final String SHARD = "shardId-000000000000";

    /** Stands, so that five seconds do not pass between two calls on a busy machine. */
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));

    private final KinesisServer server =
            KinesisServer.start(KinesisSettings.defaults().withQuotas().withClock(CLOCK), new FaultPlan(1));
    private final KinesisStream stream = server.createStream("orders", 1);
    private final KinesisAsyncClient client = AwsClients.asyncKinesis(server.uri());
    private final List<SubscribeToShardEvent> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void a_consumer_is_registered_described_listed_and_deregistered() {
        String arn = register("view");
        register("saga");

        assertThat(client.describeStreamConsumer(describe -> describe.consumerARN(arn))
                        .join()
                        .consumerDescription()
                        .consumerStatus())
                .isEqualTo(ConsumerStatus.ACTIVE);
        assertThat(client.describeStreamConsumer(
                                describe -> describe.streamARN(stream.arn()).consumerName("view"))
                        .join()
                        .consumerDescription()
                        .consumerARN())
                .isEqualTo(arn);
        assertThat(client.listStreamConsumers(
                                list -> list.streamARN(stream.arn()).maxResults(1))
                        .join()
                        .consumers())
                .hasSize(1);
        List<String> listed = new CopyOnWriteArrayList<>();
        client.listStreamConsumersPaginator(list -> list.streamARN(stream.arn()).maxResults(1))
                .subscribe(page -> page.consumers().forEach(consumer -> listed.add(consumer.consumerName())))
                .join();
        assertThat(listed).containsExactly("saga", "view");

        client.deregisterStreamConsumer(gone -> gone.consumerARN(arn)).join();

        assertThatThrownBy(() -> client.describeStreamConsumer(describe -> describe.consumerARN(arn))
                        .join())
                .hasCauseInstanceOf(ResourceNotFoundException.class);
        assertThat(client.describeStreamSummary(of -> of.streamName("orders"))
                        .join()
                        .streamDescriptionSummary()
                        .consumerCount())
                .isEqualTo(1);
    }

    @Test
    void a_stream_has_at_most_20_consumers_each_with_its_own_name() {
        register("view");
        assertThatThrownBy(() -> register("view")).hasCauseInstanceOf(ResourceInUseException.class);
        for (int i = 1; i < 20; i++) {
            register("view-" + i);
        }
        assertThatThrownBy(() -> register("one-too-many")).hasCauseInstanceOf(LimitExceededException.class);
    }

    @Test
    void at_most_five_consumers_are_created_at_a_time() {
        AtomicReference<Instant> now = new AtomicReference<>(CLOCK.instant());
        KinesisSettings slow = KinesisSettings.defaults()
                .withStatusDelay(Duration.ofSeconds(30))
                .withClock(now::get);
        try (KinesisServer busy = KinesisServer.start(slow, new FaultPlan(1))) {
            KinesisStream events = busy.createStream("events", 1);
            for (int i = 1; i <= 5; i++) {
                assertThat(events.registerConsumer("view-" + i).status()).isEqualTo("CREATING");
            }

            assertThatThrownBy(() -> events.registerConsumer("view-6"))
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining("5 consumers");
            now.set(now.get().plusSeconds(30));

            assertThat(events.registerConsumer("view-6").status()).isEqualTo("CREATING");
        }
    }

    @Test
    void records_are_pushed_as_they_come_and_a_new_subscription_goes_on_where_the_last_one_was() {
        String arn = register("view");
        put("one");
        CompletableFuture<Void> first = subscribe(arn, ShardIteratorType.TRIM_HORIZON, null);
        put("two");
        Await.until("two records", () -> texts().equals(List.of("one", "two")));
        String continuation = events.get(events.size() - 1).continuationSequenceNumber();
        first.cancel(true);
        events.clear();

        String other = register("saga");
        put("three");
        CompletableFuture<Void> second = subscribe(other, ShardIteratorType.AFTER_SEQUENCE_NUMBER, continuation);

        Await.until("the third record", () -> texts().equals(List.of("three")));
        assertThat(events.get(events.size() - 1).millisBehindLatest()).isZero();
        second.cancel(true);
    }

    @Test
    void a_closed_shard_ends_its_subscription_and_names_its_children() {
        String arn = register("view");
        put("one");
        CompletableFuture<Void> subscription = subscribe(arn, ShardIteratorType.TRIM_HORIZON, null);
        Await.until("the record", () -> texts().equals(List.of("one")));

        stream.scaleTo(2);

        subscription.join();
        SubscribeToShardEvent last = events.get(events.size() - 1);
        assertThat(last.continuationSequenceNumber()).isNull();
        assertThat(last.childShards()).hasSize(2);
    }

    @Test
    void a_second_subscription_within_five_seconds_is_refused() {
        String arn = register("view");
        CompletableFuture<Void> first = subscribe(arn, ShardIteratorType.LATEST, null);
        Await.until("the first sign", () -> !events.isEmpty());

        assertThatThrownBy(() -> subscribe(arn, ShardIteratorType.LATEST, null).join())
                .hasCauseInstanceOf(ResourceInUseException.class);
        first.cancel(true);
    }

    @Test
    void what_is_pushed_takes_nothing_of_the_quota_of_shared_readers() {
        String arn = register("view");
        // Two of them, with their keys, are within the shard's quota of a second for writers.
        byte[] large = new byte[500_000];
        for (int i = 0; i < 2; i++) {
            assertThat(stream.put("key", HashRange.hashOf("key"), large).record())
                    .isPresent();
        }
        CompletableFuture<Void> subscription = subscribe(arn, ShardIteratorType.TRIM_HORIZON, null);
        Await.until("both records", () -> texts().size() == 2);

        assertThat(stream.shards().get(0).getRecords(0, 10).records()).hasSize(2);
        subscription.cancel(true);
    }

    @Test
    void a_refused_subscription_is_the_sdks_own_exception() {
        String arn = register("view");
        server.faults().next(9, "SubscribeToShard", new Fault.Refused("ResourceNotFoundException"));

        assertThatThrownBy(() -> subscribe(arn, ShardIteratorType.LATEST, null).join())
                .hasCauseInstanceOf(ResourceNotFoundException.class);
    }

    private String register(String name) {
        return client.registerStreamConsumer(
                        register -> register.streamARN(stream.arn()).consumerName(name))
                .join()
                .consumer()
                .consumerARN();
    }

    private CompletableFuture<Void> subscribe(String consumer, ShardIteratorType type, String after) {
        return client.subscribeToShard(
                subscribe -> subscribe
                        .consumerARN(consumer)
                        .shardId(SHARD)
                        .startingPosition(start -> start.type(type).sequenceNumber(after)),
                SubscribeToShardResponseHandler.builder()
                        .subscriber(event -> {
                            if (event instanceof SubscribeToShardEvent pushed) {
                                events.add(pushed);
                            }
                        })
                        .build());
    }

    private void put(String text) {
        client.putRecord(put -> put.streamName("orders").partitionKey("key").data(SdkBytes.fromUtf8String(text)))
                .join();
    }

    private List<String> texts() {
        return events.stream()
                .flatMap(event -> event.records().stream())
                .map(Record::data)
                .map(data -> data.asString(StandardCharsets.UTF_8))
                .toList();
    }
}
