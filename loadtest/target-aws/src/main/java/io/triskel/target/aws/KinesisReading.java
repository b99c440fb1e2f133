package io.triskel.target.aws;

import io.triskel.benchmarks.ratio.run.ConsumeTarget;
import io.triskel.benchmarks.ratio.run.Placed;
import io.triskel.benchmarks.ratio.run.RawEvent;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.load.Consumption;
import io.triskel.load.TestPorts;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** A stream read by our consumer and by hand, with the same client and pages. */
final class KinesisReading implements ConsumeTarget {
    private static final int PAGE = 1_000;

    private final AwsBinding aws;
    private final AwsTestPorts ports;

    KinesisReading(AwsBinding aws) {
        this.aws = aws;
        this.ports = aws.fresh();
    }

    @Override
    public String baseline() {
        return "AWS SDK";
    }

    @Override
    public String baselineDescription() {
        return "GetRecords with 1,000 records a page from the start of each shard to its end, one thread per shard;"
                + " each record is read by Jackson's ObjectMapper into a record with the typed data and"
                + " handed to a method that counts; no checkpoints";
    }

    @Override
    public String candidate() {
        return "ShardConsumer";
    }

    @Override
    public String candidateDescription() {
        return "the same pages, decoded, checked as CloudEvents and settled by a BatchProcessor, in order per key,"
                + " without an inbox; checkpoints in memory";
    }

    @Override
    public TestPorts ports() {
        return ports;
    }

    @Override
    public Consumption fromStart(int events, BatchProcessor processor, EventCodec codec) {
        return ports.fromStart("from-start", processor, codec);
    }

    @Override
    public void read(int events, Consumer<Placed> handler) {
        KinesisClient client = aws.clients().kinesis();
        CompletableFuture.allOf(client.listShards(list -> list.streamName(ports.stream())).shards().stream()
                        .map(shard ->
                                CompletableFuture.runAsync(() -> readShard(client, shard, handler), aws.executor()))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    private void readShard(KinesisClient client, Shard shard, Consumer<Placed> handler) {
        String iterator = client.getShardIterator(get -> get.streamName(ports.stream())
                        .shardId(shard.shardId())
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        boolean behind = true;
        while (behind) {
            String at = iterator;
            GetRecordsResponse page =
                    client.getRecords(get -> get.shardIterator(at).limit(PAGE));
            for (Record record : page.records()) {
                handler.accept(
                        RawEvent.decode(record.data().asByteArrayUnsafe()).data());
            }
            behind = page.millisBehindLatest() > 0;
            iterator = page.nextShardIterator();
        }
    }

    @Override
    public String inbox() {
        return "Time that DynamoDbInbox adds to an event of a ShardConsumer: two conditional writes, 16 at a time;"
                + " here DynamoDB is dynalite, which does several hundred writes a second and is the limit";
    }

    @Override
    public void close() {
        aws.delete(ports.names());
        ports.close();
    }
}
