package io.triskel.load.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.dynamodb.DynamoDbCheckpoints;
import io.triskel.aws.dynamodb.DynamoDbEventStore;
import io.triskel.aws.dynamodb.DynamoDbInbox;
import io.triskel.aws.dynamodb.DynamoDbParkingLot;
import io.triskel.aws.dynamodb.DynamoDbPersonalKeys;
import io.triskel.aws.dynamodb.DynamoDbReadModel;
import io.triskel.aws.dynamodb.DynamoDbReplicas;
import io.triskel.aws.dynamodb.DynamoDbSagaStore;
import io.triskel.aws.dynamodb.DynamoDbSnapshots;
import io.triskel.aws.dynamodb.Tables;
import io.triskel.aws.kinesis.KinesisBus;
import io.triskel.aws.kinesis.ShardConsumer;
import io.triskel.aws.kinesis.ShardReport;
import io.triskel.codec.EventCodec;
import io.triskel.codec.PersonalKeys;
import io.triskel.consume.BatchProcessor;
import io.triskel.inbox.Inbox;
import io.triskel.load.Consumption;
import io.triskel.load.Space;
import io.triskel.memory.InMemoryCheckpoints;
import io.triskel.outbox.Outbox;
import io.triskel.parking.ParkingLot;
import io.triskel.projection.ReadModel;
import io.triskel.publish.EventBus;
import io.triskel.saga.SagaStore;
import io.triskel.store.Checkpoints;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.transfer.Replicas;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** One stream and one set of tables, and the adapter's ports on them. */
public final class AwsSpace implements Space {
    private static final Duration RETENTION = Duration.ofDays(8);

    private final AwsPlace.Names names;
    private final AwsClients clients;
    private final ExecutorService executor;

    AwsSpace(AwsPlace.Names names, AwsClients clients, ExecutorService executor) {
        this.names = names;
        this.clients = clients;
        this.executor = executor;
    }

    /** {@return the stream's name} */
    public String stream() {
        return names.stream();
    }

    /** {@return where the tables are} */
    public Tables tables() {
        return names.tables();
    }

    private DynamoDbClient dynamoDb() {
        return clients.dynamoDb();
    }

    @Override
    public Optional<EventBus> bus() {
        return Optional.of(
                new KinesisBus(clients::kinesis, stream(), AwsBinding::random, InstantSource.system(), executor));
    }

    @Override
    public Optional<Consumption> consumption(String name, BatchProcessor processor, EventCodec codec) {
        return Optional.of(consumption(name, processor, codec, new DynamoDbCheckpoints(dynamoDb(), tables())));
    }

    /** A consumer whose progress is in memory: it reads from the start whenever it is made. */
    Consumption consumptionFromStart(BatchProcessor processor, EventCodec codec) {
        return consumption("from-start", processor, codec, new InMemoryCheckpoints());
    }

    private Consumption consumption(String name, BatchProcessor processor, EventCodec codec, Checkpoints checkpoints) {
        ShardConsumer consumer = new ShardConsumer(
                clients::kinesis, stream(), name, processor, codec, checkpoints, InstantSource.system(), executor);
        return (limit, deadline) -> progress(consumer.run(limit, deadline));
    }

    private static Consumption.Progress progress(ShardReport report) {
        return new Consumption.Progress(report.settled(), report.caughtUp(), report.problems());
    }

    @Override
    public Optional<EventStore> eventStore(EventCodec codec, InstantSource clock) {
        return Optional.of(store(codec, clock));
    }

    @Override
    public Optional<Outbox> outbox(EventCodec codec, InstantSource clock) {
        return Optional.of(store(codec, clock));
    }

    private DynamoDbEventStore store(EventCodec codec, InstantSource clock) {
        return DynamoDbEventStore.of(dynamoDb(), tables(), codec, clock);
    }

    @Override
    public Optional<Snapshots> snapshots() {
        return Optional.of(new DynamoDbSnapshots(dynamoDb(), tables()));
    }

    @Override
    public Optional<Checkpoints> checkpoints() {
        return Optional.of(new DynamoDbCheckpoints(dynamoDb(), tables()));
    }

    @Override
    public Optional<Inbox> inbox() {
        return Optional.of(new DynamoDbInbox(dynamoDb(), tables(), RETENTION, executor));
    }

    @Override
    public Optional<ParkingLot> parkingLot() {
        return parkingLot(DynamoDbParkingLot.MOST_EVENTS);
    }

    @Override
    public Optional<ParkingLot> parkingLot(int room) {
        return Optional.of(new DynamoDbParkingLot(dynamoDb(), tables(), InstantSource.system(), room));
    }

    @Override
    public Optional<SagaStore> sagaStore() {
        return Optional.of(new DynamoDbSagaStore(dynamoDb(), tables()));
    }

    @Override
    public Optional<Replicas> replicas() {
        return Optional.of(new DynamoDbReplicas(dynamoDb(), tables()));
    }

    @Override
    public Optional<ReadModel> readModel() {
        return Optional.of(new DynamoDbReadModel(dynamoDb(), tables()));
    }

    @Override
    public Optional<PersonalKeys> personalKeys() {
        return Optional.of(new DynamoDbPersonalKeys(dynamoDb(), tables()));
    }

    @Override
    public void close() {
        // Streams and tables end with the place that they are in; deployed ones stay.
    }
}
