package io.triskel.aws.dynamodb;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.aws.kinesis.Aggregates;
import io.triskel.aws.kinesis.KinesisBus;
import io.triskel.aws.lambda.KinesisFunction;
import io.triskel.codec.EventCodec;
import io.triskel.codec.WireEvent;
import io.triskel.conformance.CloudBinding;
import io.triskel.conformance.ConformanceContract;
import io.triskel.conformance.Setting;
import io.triskel.consume.Delivery;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.local.Fault;
import io.triskel.local.proxy.HttpProxy;
import io.triskel.platform.Stores;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.testkit.StoredRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisServiceClientConfiguration;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class ConformanceTest extends ConformanceContract {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalTables.Running dynamoDb;
    private final DynamoDbTables tables;
    private final HttpProxy faulty;
    private final Aws java;

    ConformanceTest(LocalTables.Running dynamoDb) {
        this.dynamoDb = dynamoDb;
        this.tables = dynamoDb.ofOwnConsumers();
        this.faulty = dynamoDb.ownProxy();
        this.java = new Aws(Map.of(dynamoDb.uri(), dynamoDb.client(), faulty.uri(), dynamoDb.once(faulty.uri())));
    }

    @Override
    protected Setting setting() {
        return new Setting() {
            @Override
            public String title() {
                return "AWS";
            }

            @Override
            public List<String> platforms() {
                return List.of("kinesis");
            }

            @Override
            public Optional<CloudBinding> java() {
                return Optional.of(java);
            }

            @Override
            public Database database(boolean faults) {
                return new Consumers(faults);
            }
        };
    }

    /** The tables of inbox and parking lot, emptied before each case. */
    private final class Consumers implements Setting.Database {
        private final StoredRowsTest.Tables raw = new StoredRowsTest.Tables(dynamoDb.client(), tables);
        private final boolean faults;

        Consumers(boolean faults) {
            this.faults = faults;
            for (TableLayout layout : LocalTables.ofConsumers(tables)) {
                dynamoDb.client()
                        .scanPaginator(scan -> scan.tableName(layout.name()))
                        .items()
                        .forEach(item -> dynamoDb.client()
                                .deleteItem(delete ->
                                        delete.tableName(layout.name()).key(key(layout, item))));
            }
            if (faults) {
                faulty.faults()
                        .often(0.05, "*", new Fault.Refused("ProvisionedThroughputExceededException"))
                        .often(0.05, "*", new Fault.LostResponse());
            }
        }

        private static Map<String, AttributeValue> key(TableLayout layout, Map<String, AttributeValue> item) {
            Map<String, AttributeValue> key = new HashMap<>(item);
            key.keySet()
                    .removeIf(name -> !name.equals(layout.hash().attribute())
                            && layout.range()
                                    .filter(range -> range.attribute().equals(name))
                                    .isEmpty());
            return key;
        }

        @Override
        public ObjectNode open() {
            URI address = faults ? faulty.uri() : dynamoDb.uri();
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("op", "open")
                    .put("store", "dynamodb")
                    .put("endpoint", address.toString())
                    .put("region", "us-east-1")
                    .put("accessKeyId", "local")
                    .put("secretAccessKey", "local")
                    .put("prefix", tables.prefix());
        }

        @Override
        public List<StoredRow> rows() {
            return raw.rows(LocalTables.ofConsumers(tables));
        }

        @Override
        public void put(StoredRow row) {
            raw.put(row);
        }

        @Override
        public List<String> golden() throws IOException {
            return Files.readAllLines(Path.of("src/test/stored/format-1.jsonl")).stream()
                    .filter(line -> line.contains("\"table\":\"-inbox\"") || line.contains("\"table\":\"-parking\""))
                    .toList();
        }

        @Override
        public void close() {
            faulty.faults().clear();
        }
    }

    /** Java's part of the driver. */
    private record Aws(Map<URI, DynamoDbClient> clients) implements CloudBinding {
        @Override
        public String platform() {
            return "kinesis";
        }

        @Override
        public String store() {
            return "dynamodb";
        }

        @Override
        public JsonNode write(Envelope<?> event, EventCodec codec) {
            AtomicReference<PutRecordsRequestEntry> put = new AtomicReference<>();
            byte[] body = codec.encode(event);
            var unused = KinesisBus.of(() -> noting(put), Duration.ofSeconds(10), "orders")
                    .send(
                            List.of(new Outgoing(event, WireEvent.structured(body), body.length)),
                            Deadline.in(Duration.ofMinutes(1), InstantSource.system()));
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("partitionKey", put.get().partitionKey())
                    .put(
                            "data",
                            Base64.getEncoder().encodeToString(put.get().data().asByteArray()));
        }

        private static KinesisClient noting(AtomicReference<PutRecordsRequestEntry> put) {
            return new KinesisClient() {
                @Override
                public PutRecordsResponse putRecords(PutRecordsRequest request) {
                    put.set(request.records().get(0));
                    return PutRecordsResponse.builder()
                            .records(PutRecordsResultEntry.builder()
                                    .shardId("shardId-000000000000")
                                    .sequenceNumber("1")
                                    .build())
                            .build();
                }

                @Override
                public KinesisServiceClientConfiguration serviceClientConfiguration() {
                    return KinesisServiceClientConfiguration.builder().build();
                }

                @Override
                public String serviceName() {
                    return "kinesis";
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Delivery read(JsonNode message, EventCodec codec) {
            Aggregates one = new Aggregates(codec, type -> true);
            one.add(
                    Base64.getDecoder().decode(message.path("data").asText()),
                    message.path("partitionKey").asText(""),
                    "orders/1",
                    Optional.empty());
            return one.deliveries().get(0);
        }

        @Override
        public List<Delivery> deliveries(JsonNode invocation, EventCodec codec, Predicate<EventType> wanted) {
            Aggregates all = new Aggregates(codec, wanted);
            invocation
                    .path("Records")
                    .forEach(record -> all.add(
                            Base64.getDecoder()
                                    .decode(record.at("/kinesis/data").asText()),
                            record.at("/kinesis/partitionKey").asText(),
                            record.path("eventSourceARN").asText() + "/"
                                    + record.path("eventID").asText(),
                            Optional.empty()));
            return all.deliveries();
        }

        @Override
        public JsonNode invoke(Invocation call) {
            KinesisFunction function = new KinesisFunction(call.processor(), call.codec(), call.clock()) {};
            try {
                byte[] answer = function.settle(
                                call.document().toString().getBytes(StandardCharsets.UTF_8), context(call.remaining()))
                        .orElseThrow();
                return JSON.readTree(answer);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        private static Context context(Duration remaining) {
            return (Context) Proxy.newProxyInstance(
                    Context.class.getClassLoader(),
                    new Class<?>[] {Context.class},
                    (proxy, method, arguments) -> Map.<String, Object>of(
                                    "getRemainingTimeInMillis", (int) remaining.toMillis())
                            .get(method.getName()));
        }

        @Override
        public Stores open(JsonNode connection, InstantSource clock) {
            DynamoDbClient client =
                    clients.get(URI.create(connection.path("endpoint").asText()));
            return DynamoDbStores.of(
                            client, new DynamoDbTables(connection.path("prefix").asText()))
                    .clock(clock);
        }

        @Override
        public EventBus bus(JsonNode connection) {
            throw new IllegalArgumentException("The cases publish to no Kinesis yet");
        }
    }
}
