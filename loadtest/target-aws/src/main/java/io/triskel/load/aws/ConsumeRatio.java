package io.triskel.load.aws;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Consumer;
import io.triskel.event.Deadline;
import io.triskel.load.Consumption;
import io.triskel.load.ratio.Comparison;
import io.triskel.load.ratio.Figure;
import io.triskel.load.ratio.Goal;
import io.triskel.load.ratio.Measure;
import io.triskel.load.ratio.Sample;
import io.triskel.load.ratio.Side;
import io.triskel.load.ratio.Stopwatch;
import io.triskel.observe.Observer;
import io.triskel.publish.OrderedPublisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Reading a stream with the shard consumer against GetRecords called by hand, with the same client and pages. */
final class ConsumeRatio {
    private static final int KEYS = 4_000;
    private static final int PAGE = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final AwsBinding aws;
    private final AwsSpace space;
    private final int events;
    private final Stopwatch stopwatch = Stopwatch.ofThisJvm();

    /** Publishes so many events, which both sides then read again and again. */
    ConsumeRatio(AwsBinding aws, AwsSpace space, int events) {
        this.aws = aws;
        this.space = space;
        this.events = events;
        boolean published = new OrderedPublisher(
                        space.bus().orElseThrow(), Placed.CODEC, InstantSource.system(), Observer.none())
                .publishAndWait(Placed.events(events, KEYS), deadline())
                .complete();
        if (!published) {
            throw new IllegalStateException("What is to be read could not be published");
        }
    }

    Comparison comparison() {
        return new Comparison(
                "consume",
                new Side(
                        "AWS SDK",
                        "GetRecords with 1,000 records a page from the start of each shard to its end, one thread per shard;"
                                + " each record is read by Jackson's ObjectMapper into a record with the typed data and"
                                + " handed to a method that counts; no checkpoints",
                        this::raw),
                new Side(
                        "ShardConsumer",
                        "the same pages, decoded, checked as CloudEvents and settled by a BatchProcessor, in order per key,"
                                + " without an inbox; checkpoints in memory; "
                                + events + " events a round",
                        this::ours),
                List.of(new Goal(Measure.THROUGHPUT, 0.95), new Goal(Measure.CPU, 1.10)));
    }

    /** What the inbox adds to each event, against the same consumer without one. */
    Figure inboxCost(int most) throws Exception {
        LongAdder handled = new LongAdder();
        Consumer.Builder plain = consumer(handled);
        Sample without = stopwatch.measure(() -> read(plain.build(), most));
        Consumer.Builder careful = consumer(handled).inbox(space.inbox().orElseThrow());
        Sample with = stopwatch.measure(() -> read(careful.build(), most));
        return new Figure(
                "inbox",
                with.millisEach() - without.millisEach(),
                "ms per event",
                "Time that DynamoDbInbox adds to an event of a ShardConsumer: two conditional writes, 16 at a time;"
                        + " here DynamoDB is dynalite, which does several hundred writes a second and is the limit");
    }

    private Sample ours() throws Exception {
        LongAdder handled = new LongAdder();
        Sample sample = stopwatch.measure(() -> read(consumer(handled).build(), Integer.MAX_VALUE));
        require(handled.sum());
        return sample;
    }

    private long read(Consumer consumer, int most) {
        Consumption consumption = space.consumptionFromStart(
                BatchProcessor.of(consumer).codec(Placed.CODEC).build(), Placed.CODEC);
        return consumption.run(most, deadline()).settled();
    }

    private static Consumer.Builder consumer(LongAdder handled) {
        return Consumer.named("counting-" + AwsBinding.random())
                .on(Placed.TYPE, Placed.class, (event, handling) -> count(event.data(), handled));
    }

    private Sample raw() throws Exception {
        LongAdder handled = new LongAdder();
        Sample sample = stopwatch.measure(() -> {
            KinesisClient client = aws.clients().kinesis();
            CompletableFuture.allOf(client.listShards(list -> list.streamName(space.stream())).shards().stream()
                            .map(shard ->
                                    CompletableFuture.runAsync(() -> readShard(client, shard, handled), aws.executor()))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
            return handled.sum();
        });
        require(handled.sum());
        return sample;
    }

    private void readShard(KinesisClient client, Shard shard, LongAdder handled) {
        String iterator = client.getShardIterator(get -> get.streamName(space.stream())
                        .shardId(shard.shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        boolean behind = true;
        while (behind) {
            String at = iterator;
            GetRecordsResponse page =
                    client.getRecords(get -> get.shardIterator(at).limit(PAGE));
            for (Record record : page.records()) {
                count(RawEvent.decode(record.data().asByteArrayUnsafe()).data(), handled);
            }
            behind = page.millisBehindLatest() > 0;
            iterator = page.nextShardIterator();
        }
    }

    /** The handler of both: it looks at the data, so that none is decoded in vain. */
    private static void count(Placed placed, LongAdder handled) {
        handled.add(placed.lines().size() / 3);
    }

    private void require(long handled) {
        if (handled != events) {
            throw new IllegalStateException("Read " + handled + " of " + events + " events, so this measures nothing");
        }
    }

    private static Deadline deadline() {
        return Deadline.in(PATIENCE, InstantSource.system());
    }
}
