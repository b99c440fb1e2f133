package io.triskel.aws.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.aws.AwsClients;
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
import io.triskel.memory.InMemoryStores;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.OrderedPublisher;
import io.triskel.store.Checkpoints;
import io.triskel.testkit.PublisherContract;
import io.triskel.testkit.SilentBus;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** What holds against our Kinesis holds against one that was written by somebody else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("local-clouds")
class SecondOpinionTest {
    private final InstantSource clock = InstantSource.system();
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final KinesisLocal kinesis = new KinesisLocal();
    private final AwsClients clients = LocalClients.of("KINESIS", kinesis.uri());

    record Counted(String key, int n) {}

    @AfterAll
    void close() {
        clients.close();
        kinesis.close();
        executor.shutdownNow();
    }

    private String newStream(int shards) {
        String name = "events-" + UUID.randomUUID();
        clients.kinesis().createStream(create -> create.streamName(name).shardCount(shards));
        awaitActive(name);
        return name;
    }

    private void awaitActive(String stream) {
        Await.until(
                "stream " + stream,
                () -> clients.kinesis()
                                .describeStreamSummary(describe -> describe.streamName(stream))
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }

    private KinesisBus bus(String stream) {
        return KinesisBus.of(clients, stream).withClock(clock).withExecutor(executor);
    }

    private Deadline deadline() {
        return Deadline.in(Duration.ofMinutes(3), clock);
    }

    @Nested
    class Publisher extends PublisherContract {
        // Two shards, since each test has a stream of its own and kinesis-local allows 50 shards in all.
        private final String stream = newStream(2);
        private final EventBus bus = new InSmallRequests(bus(stream));
        private final EventPublisher publisher =
                OrderedPublisher.builder(bus, codec()).clock(clock).build();

        @Override
        protected EventPublisher publisher() {
            return publisher;
        }

        @Override
        protected EventPublisher silent() {
            return OrderedPublisher.builder(new SilentBus(bus), codec())
                    .clock(clock)
                    .build();
        }

        @Override
        protected BusLimits limits() {
            return bus.limits();
        }

        @Override
        protected Deadline deadline() {
            return SecondOpinionTest.this.deadline();
        }

        @Override
        protected List<Envelope<?>> readBack(List<EventId> awaited) {
            return ShardPages.recordsOf(clients.kinesis(), stream).stream()
                    .<Envelope<?>>map(record -> codec().decode(record.data().asByteArrayUnsafe()))
                    .toList();
        }
    }

    /** That Kinesis takes some hundred records a second, so the tests of a request's limits are run at lower limits. */
    private record InSmallRequests(KinesisBus bus) implements EventBus {
        @Override
        public BusLimits limits() {
            BusLimits real = bus.limits();
            return new BusLimits(
                    real.mode(),
                    20,
                    real.maxEventBytes(),
                    real.maxEventBytes(),
                    real.severalKeys(),
                    real.severalPerKey(),
                    real.callTimeout());
        }

        @Override
        public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
            return bus.send(batch, deadline);
        }
    }

    @Nested
    class Consuming {
        private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);

        private final EventCodec codec =
                EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());
        private final String stream = newStream(2);
        private final EventPublisher publisher =
                OrderedPublisher.builder(bus(stream), codec).clock(clock).build();
        private final Checkpoints checkpoints = new InMemoryStores().checkpoints();
        private final List<Counted> handled = new CopyOnWriteArrayList<>();

        @Test
        void everything_is_handled_once_in_the_order_of_its_key_over_a_split_and_a_merge() {
            publish(0, 100);
            assertCaughtUp(run(), 100);
            publish(100, 200);
            split("shardId-000000000000");
            publish(200, 300);
            merge("shardId-000000000002", "shardId-000000000003");
            publish(300, 400);

            ShardReport report = run();

            assertCaughtUp(report, 300);
            assertThat(handled).hasSize(400);
            for (int k = 0; k < 10; k++) {
                int first = k;
                assertThat(handled.stream().filter(counted -> counted.key().equals("key-" + first)))
                        .extracting(Counted::n)
                        .isEqualTo(IntStream.range(0, 40)
                                .mapToObj(i -> first + 10 * i)
                                .toList());
            }
        }

        private ShardReport run() {
            EventConsumer counting = EventConsumer.named("counting")
                    .on(COUNTED, Counted.class, (event, handling) -> handled.add(event.data()))
                    .build();
            return new ShardConsumer(
                            clients::kinesis,
                            stream,
                            "counting",
                            BatchProcessor.of(counting).codec(codec).build(),
                            codec,
                            checkpoints,
                            clock)
                    .executor(executor)
                    .run(Integer.MAX_VALUE, deadline());
        }

        private void publish(int from, int to) {
            List<Envelope<?>> events = IntStream.range(from, to)
                    .<Envelope<?>>mapToObj(n -> {
                        String key = "key-" + n % 10;
                        return Envelope.of(
                                        new EventId("/test", UUID.randomUUID().toString()),
                                        COUNTED,
                                        new Counted(key, n))
                                .withKey(new OrderingKey(key));
                    })
                    .toList();
            assertThat(publisher.publishAndWait(events, deadline()).complete()).isTrue();
        }

        private void split(String shard) {
            clients.kinesis()
                    .splitShard(split -> split.streamName(stream)
                            .shardToSplit(shard)
                            .newStartingHashKey(BigInteger.TWO.pow(126).toString()));
            awaitActive(stream);
        }

        private void merge(String left, String right) {
            clients.kinesis()
                    .mergeShards(
                            merge -> merge.streamName(stream).shardToMerge(left).adjacentShardToMerge(right));
            awaitActive(stream);
        }
    }

    private static void assertCaughtUp(ShardReport report, int settled) {
        assertThat(report.settled()).isEqualTo(settled);
        assertThat(report.caughtUp()).isTrue();
        assertThat(report.fenced()).isEmpty();
        assertThat(report.problems()).isEmpty();
    }
}
