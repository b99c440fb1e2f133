package io.triskel.azure.tables;

import com.azure.data.tables.TableServiceClient;
import com.azure.messaging.eventhubs.EventData;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.RetryContext;
import io.triskel.azure.eventhubs.AmqpBinding;
import io.triskel.azure.eventhubs.HubPosition;
import io.triskel.azure.eventhubs.WrittenMessage;
import io.triskel.azure.functions.EventHubFunction;
import io.triskel.azure.functions.IncompleteBatchException;
import io.triskel.codec.EventCodec;
import io.triskel.codec.WireEvent;
import io.triskel.conformance.CloudBinding;
import io.triskel.conformance.ConformanceContract;
import io.triskel.conformance.Setting;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.observe.Observer;
import io.triskel.platform.Stores;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.testkit.StoredRow;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("local-clouds")
@ExtendWith(LocalTables.class)
class ConformanceTest extends ConformanceContract {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalTables.Running storage;
    private final FaultPlan faults = new FaultPlan(1);
    private final String faulty;
    private final Azure java;

    ConformanceTest(LocalTables.Running storage) {
        this.storage = storage;
        this.faulty = storage.connectionString(faults);
        this.java = new Azure(
                Map.of(storage.connectionString(), storage.service(), faulty, LocalTables.Running.client(faulty)));
    }

    @Override
    protected Setting setting() {
        return new Setting() {
            @Override
            public String title() {
                return "Azure";
            }

            @Override
            public List<String> platforms() {
                return List.of("eventhubs");
            }

            @Override
            public Optional<CloudBinding> java() {
                return Optional.of(java);
            }

            @Override
            public Database database(boolean withFaults) {
                return new Consumers(withFaults);
            }
        };
    }

    /** The tables of inbox and parking lot, for one case. */
    private final class Consumers implements Setting.Database {
        private final AzureTables tables = storage.ofOwnConsumers();
        private final StoredRowsTest.Tables raw = new StoredRowsTest.Tables(storage.service(), tables);
        private final String connection;

        Consumers(boolean withFaults) {
            this.connection = withFaults ? faulty : storage.connectionString();
            if (withFaults) {
                faults.often(0.05, "*", new Fault.Refused("ServerBusy")).often(0.05, "*", new Fault.LostResponse());
            }
        }

        @Override
        public ObjectNode open() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("op", "open")
                    .put("store", "tables")
                    .put("connectionString", connection)
                    .put("prefix", tables.prefix());
        }

        @Override
        public List<StoredRow> rows() {
            return raw.rows(LocalTables.ofConsumers(tables));
        }

        @Override
        public void put(StoredRow row) {
            Map<String, Object> columns = new HashMap<>(row.columns());
            columns.keySet().removeIf(name -> name.startsWith("odata.") || name.endsWith("@odata.type"));
            raw.put(new StoredRow(row.table(), columns));
        }

        @Override
        public List<String> golden() throws IOException {
            return Files.readAllLines(Path.of("src/test/stored/format-1.jsonl")).stream()
                    .filter(line -> line.matches("\\{\"table\":\"(inbox|parking|lanes)\".*"))
                    .toList();
        }

        @Override
        public void close() {
            faults.clear();
            LocalTables.ofConsumers(tables).forEach(storage.service()::deleteTable);
        }
    }

    /** Java's part of the driver. */
    private record Azure(Map<String, TableServiceClient> clients) implements CloudBinding {
        @Override
        public String platform() {
            return "eventhubs";
        }

        @Override
        public String store() {
            return "tables";
        }

        @Override
        public JsonNode write(Envelope<?> event, EventCodec codec) {
            EventData written = WrittenMessage.of(new Outgoing(event, codec.encodeBinary(event), 0));
            ObjectNode message = JsonNodeFactory.instance.objectNode();
            Optional.ofNullable(written.getContentType()).ifPresent(type -> message.put("contentType", type));
            message.set("properties", JSON.valueToTree(written.getProperties()));
            message.put("body", Base64.getEncoder().encodeToString(written.getBody()));
            event.key().map(OrderingKey::value).ifPresent(key -> message.put("partitionKey", key));
            return message;
        }

        @Override
        public Delivery read(JsonNode message, EventCodec codec) {
            return read(
                    message.path("contentType").asText(null),
                    message.path("properties"),
                    message.path("body").asText(),
                    message.path("partitionKey").asText(null),
                    HubPosition.of("orders", "0", "1"),
                    codec,
                    type -> true);
        }

        private static Delivery read(
                @Nullable String contentType,
                JsonNode properties,
                String body,
                @Nullable String key,
                Position position,
                EventCodec codec,
                Predicate<EventType> wanted) {
            Map<String, Object> values = new LinkedHashMap<>();
            properties
                    .properties()
                    .forEach(property -> values.put(
                            property.getKey(),
                            property.getValue().isTextual()
                                    ? property.getValue().asText()
                                    : JSON.convertValue(property.getValue(), Object.class)));
            WireEvent wire =
                    AmqpBinding.wire(contentType, values, Base64.getDecoder().decode(body));
            return AmqpBinding.read(codec, wanted, wire, Optional.ofNullable(key), position, Optional.empty());
        }

        @Override
        public List<Delivery> deliveries(JsonNode invocation, EventCodec codec, Predicate<EventType> wanted) {
            List<Delivery> deliveries = new ArrayList<>();
            for (int i = 0; i < invocation.path("bodies").size(); i++) {
                JsonNode system = invocation.path("systemPropertiesArray").path(i);
                deliveries.add(read(
                        system.path("content-type").asText(null),
                        invocation.path("propertiesArray").path(i),
                        invocation.path("bodies").path(i).asText(),
                        system.path("PartitionKey").asText(null),
                        HubPosition.of(
                                "orders", "0", system.path("SequenceNumber").asText()),
                        codec,
                        wanted));
            }
            return deliveries;
        }

        @Override
        public JsonNode invoke(Invocation call) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            try {
                new Function(call).settle(call.document());
                return answer.put("completes", true);
            } catch (IncompleteBatchException incomplete) {
                return answer.put("throws", true);
            }
        }

        @Override
        public Stores open(JsonNode connection, InstantSource clock) {
            TableServiceClient client =
                    clients.get(connection.path("connectionString").asText());
            return TableStores.of(
                            client, new AzureTables(connection.path("prefix").asText()))
                    .clock(clock);
        }

        @Override
        public EventBus bus(JsonNode connection) {
            throw new IllegalArgumentException("The cases publish to no hub yet");
        }
    }

    /** As an application's function. */
    private static final class Function extends EventHubFunction {
        Function(CloudBinding.Invocation call) {
            super(call.processor(), call.codec(), call.clock(), call.remaining(), Observer.none());
        }

        void settle(JsonNode document) {
            List<byte[]> bodies = new ArrayList<>();
            document.path("bodies")
                    .forEach(body -> bodies.add(Base64.getDecoder().decode(body.asText())));
            handle(
                    bodies,
                    document.path("propertiesArray").toString(),
                    document.path("systemPropertiesArray").toString(),
                    document.path("partitionContext").toString(),
                    context(document.path("retry")));
        }

        private static ExecutionContext context(JsonNode retry) {
            RetryContext policy = answering(
                    RetryContext.class,
                    Map.of(
                            "getRetrycount",
                            retry.path("count").asInt(),
                            "getMaxretrycount",
                            retry.path("max").asInt()));
            Logger silent = Logger.getAnonymousLogger();
            silent.setLevel(Level.OFF);
            return answering(
                    ExecutionContext.class,
                    Map.of("getRetryContext", policy, "getLogger", silent, "getFunctionName", "payment"));
        }

        private static <T> T answering(Class<T> type, Map<String, Object> answers) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> answers.get(method.getName())));
        }
    }
}
