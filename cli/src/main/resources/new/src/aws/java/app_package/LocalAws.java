package app_package;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.aws.dynamodb.DynamoDbStores;
import io.triskel.aws.dynamodb.DynamoDbTables;
import io.triskel.aws.dynamodb.TableLayout;
import io.triskel.aws.kinesis.KinesisBus;
import io.triskel.aws.kinesis.ShardConsumer;
import io.triskel.aws.kinesis.ShardReport;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.ConsumerSpec;
import io.triskel.event.Deadline;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.waiters.KinesisWaiter;

/**
 * Kinesis and DynamoDB as {@code ./triskel up aws --no-pipeline} starts them, with the shop's stream and tables, and a pump instead of
 * Lambda's triggers. On an AWS account a deployment creates these, and {@code AwsPlatform.fromEnvironment} is the platform.
 */
final class LocalAws extends Platform {
    private static final String NAME = "app-name";
    /** Five consumers read a shard once per round, and a shard allows five reads a second. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** The SDK's own waiters poll only every ten or twenty seconds. */
    private static final WaiterOverrideConfiguration WAITING = WaiterOverrideConfiguration.builder()
            .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(Duration.ofMillis(100)))
            .maxAttempts(300)
            .build();

    private final AwsClients clients;
    private final DynamoDbStores stores;

    private LocalAws(Settings settings, AwsClients clients, DynamoDbStores stores) {
        super(
                settings,
                stores,
                () -> KinesisBus.of(clients, NAME).withClock(settings.clock()),
                stores::personalKeys,
                clients::close);
        this.clients = clients;
        this.stores = stores;
    }

    /** Connects to the services that the environment names, and creates missing stream and tables. */
    static LocalAws of(String source, TypeRegistry types) {
        if (!System.getenv().containsKey("AWS_ENDPOINT_URL_KINESIS")) {
            throw new IllegalStateException(
                    "No local AWS: start ./triskel up aws --no-pipeline, and set the variables that it prints (export ...)");
        }
        AwsClients clients = AwsClients.of(AwsSettings.from(System.getenv()));
        DynamoDbTables tables = new DynamoDbTables(NAME);
        makeStream(clients.kinesis());
        tables.layouts().forEach(layout -> makeTable(clients.dynamoDb(), layout));
        return new LocalAws(
                Settings.of(source, types), clients, DynamoDbStores.of(clients.dynamoDb(), tables));
    }

    /** Subscribes each under its name, from the oldest event on, or from where it stopped when the shop closed. */
    Pump subscribe(ConsumerSpec... specs) {
        return new Pump(
                this, Stream.of(specs).map(this::host).map(this::reader).toList());
    }

    private ShardConsumer reader(HostedConsumer consumer) {
        return new ShardConsumer(
                clients::kinesis,
                NAME,
                consumer.name(),
                consumer.processor(),
                codec(),
                stores.checkpoints(),
                clock());
    }

    /** Feeds consumers until no event is left, including those that their handlers publish. */
    record Pump(LocalAws place, List<ShardConsumer> readers) {
        void drain() {
            Deadline deadline = place.in(PATIENCE);
            boolean drained = false;
            while (!drained) {
                if (deadline.passed(place.clock())) {
                    throw new IllegalStateException("Not drained within " + PATIENCE.toMinutes() + " minutes");
                }
                drained = true;
                for (ShardConsumer reader : readers) {
                    ShardReport report = reader.run(1_000, deadline);
                    report.problems().forEach(System.err::println);
                    drained &= report.caughtUp() && report.settled() == 0;
                }
                pause();
            }
        }

        private static void pause() {
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException stopped) {
                throw new IllegalStateException("Stopped while waiting for events", stopped);
            }
        }
    }

    private static void makeStream(KinesisClient kinesis) {
        if (kinesis.listStreams().streamNames().contains(NAME)) {
            return;
        }
        kinesis.createStream(stream -> stream.streamName(NAME).shardCount(2));
        try (KinesisWaiter waiter = KinesisWaiter.builder()
                .client(kinesis)
                .overrideConfiguration(WAITING)
                .build()) {
            waiter.waitUntilStreamExists(stream -> stream.streamName(NAME));
        }
    }

    private static void makeTable(DynamoDbClient dynamoDb, TableLayout layout) {
        if (dynamoDb.listTables().tableNames().contains(layout.name())) {
            return;
        }
        List<TableLayout.Key> keys = new ArrayList<>();
        keys.add(layout.hash());
        layout.range().ifPresent(keys::add);
        layout.indexes().forEach(index -> keys.addAll(List.of(index.hash(), index.range())));
        List<GlobalSecondaryIndex> indexes =
                layout.indexes().stream().map(LocalAws::index).toList();
        dynamoDb.createTable(table -> {
            table.tableName(layout.name())
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(schema(layout.hash(), layout.range().stream()))
                    .attributeDefinitions(
                            keys.stream().distinct().map(LocalAws::attribute).toList());
            if (!indexes.isEmpty()) {
                table.globalSecondaryIndexes(indexes);
            }
        });
        try (DynamoDbWaiter waiter = DynamoDbWaiter.builder()
                .client(dynamoDb)
                .overrideConfiguration(WAITING)
                .build()) {
            waiter.waitUntilTableExists(table -> table.tableName(layout.name()));
        }
    }

    private static GlobalSecondaryIndex index(TableLayout.Index index) {
        return GlobalSecondaryIndex.builder()
                .indexName(index.name())
                .keySchema(schema(index.hash(), Stream.of(index.range())))
                .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                .build();
    }

    private static List<KeySchemaElement> schema(TableLayout.Key hash, Stream<TableLayout.Key> range) {
        return Stream.concat(
                        Stream.of(element(hash, KeyType.HASH)), range.map(key -> element(key, KeyType.RANGE)))
                .toList();
    }

    private static KeySchemaElement element(TableLayout.Key key, KeyType type) {
        return KeySchemaElement.builder()
                .attributeName(key.attribute())
                .keyType(type)
                .build();
    }

    private static AttributeDefinition attribute(TableLayout.Key key) {
        return AttributeDefinition.builder()
                .attributeName(key.attribute())
                .attributeType(key.type())
                .build();
    }
}
