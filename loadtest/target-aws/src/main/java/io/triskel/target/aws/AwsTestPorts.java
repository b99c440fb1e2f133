package io.triskel.target.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.dynamodb.DynamoDbStores;
import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.kinesis.KinesisBus;
import io.triskel.aws.kinesis.ReadQuota;
import io.triskel.aws.kinesis.ShardConsumer;
import io.triskel.aws.kinesis.ShardReport;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.load.Consumption;
import io.triskel.load.TestPorts;
import io.triskel.load.workload.Worker;
import io.triskel.memory.InMemoryStores;
import io.triskel.platform.Stores;
import io.triskel.publish.EventBus;
import io.triskel.store.Checkpoints;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;

/** One stream and one set of tables, and the adapter's ports on them. */
public final class AwsTestPorts implements TestPorts {
    private static final Duration RETENTION = Duration.ofDays(8);
    private static final int ROOM = 10_000;

    private final ExistingNames names;
    private final AwsClients clients;
    private final ExecutorService executor;
    private final ReadQuota quota;
    private final Worker worker;

    AwsTestPorts(ExistingNames names, AwsClients clients, ExecutorService executor) {
        // No quota, like the baseline; throttled calls are retried.
        this(names, clients, executor, ReadQuota.unlimited(), Worker.ALONE);
    }

    private AwsTestPorts(
            ExistingNames names, AwsClients clients, ExecutorService executor, ReadQuota quota, Worker worker) {
        this.names = names;
        this.clients = clients;
        this.executor = executor;
        this.quota = quota;
        this.worker = worker;
    }

    /** {@return the same ports, whose consumers read no more of a shard than this, and the shards of one of several workers} */
    AwsTestPorts reading(ReadQuota each, Worker part) {
        return new AwsTestPorts(names, clients, executor, each, part);
    }

    /** The names of a stream's shards end in their numbers. */
    private boolean reads(String shard) {
        return worker.reads(Math.toIntExact(Long.parseLong(shard.substring(shard.lastIndexOf('-') + 1))));
    }

    /** {@return the stream's name} */
    public String stream() {
        return names.stream();
    }

    /** {@return where the tables are} */
    public DynamoDbTables tables() {
        return names.tables();
    }

    ExistingNames names() {
        return names;
    }

    @Override
    public EventBus bus() {
        return KinesisBus.of(clients, stream()).withSpread(AwsBinding::random).withExecutor(executor);
    }

    @Override
    public Consumption consumption(String name, BatchProcessor processor, EventCodec codec) {
        return consumption(name, processor, codec, stores().checkpoints());
    }

    @Override
    public Consumption fromStart(String name, BatchProcessor processor, EventCodec codec) {
        return consumption(name, processor, codec, new InMemoryStores().checkpoints());
    }

    private Consumption consumption(String name, BatchProcessor processor, EventCodec codec, Checkpoints checkpoints) {
        return reading(new ShardConsumer(
                        clients::kinesis, stream(), name, processor, codec, checkpoints, InstantSource.system())
                .executor(executor)
                .quota(quota)
                .shards(this::reads));
    }

    static Consumption reading(ShardConsumer consumer) {
        return (limit, deadline) -> progress(consumer.run(limit, deadline));
    }

    private static Consumption.Progress progress(ShardReport report) {
        return new Consumption.Progress(report.settled(), report.caughtUp(), report.problems());
    }

    @Override
    public Stores stores(InstantSource clock, int laneCapacity) {
        return DynamoDbStores.of(clients.dynamoDb(), tables())
                .clock(clock)
                .inboxRetention(RETENTION)
                .executor(executor)
                .laneCapacity(laneCapacity);
    }

    @Override
    public int laneCapacity() {
        return ROOM;
    }

    @Override
    public void close() {
        // Streams and tables end with the site that they are in; deployed ones stay.
    }
}
