package io.triskel.gcp.firestore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.pubsub.v1.PubsubMessage;
import io.triskel.codec.EventCodec;
import io.triskel.codec.WireEvent;
import io.triskel.conformance.CloudBinding;
import io.triskel.conformance.ConformanceContract;
import io.triskel.conformance.Setting;
import io.triskel.consume.Deliveries;
import io.triskel.consume.Delivery;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.gcp.functions.PubSubFunction;
import io.triskel.gcp.functions.UnpausedFunction;
import io.triskel.gcp.functions.UnsettledEventException;
import io.triskel.gcp.pubsub.PubSubBinding;
import io.triskel.gcp.pubsub.PubSubPosition;
import io.triskel.gcp.pubsub.WrittenMessage;
import io.triskel.local.Fault;
import io.triskel.local.gcp.firestore.FirestoreSettings;
import io.triskel.platform.Stores;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.testkit.StoredRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;

class ConformanceTest extends ConformanceContract {
    private final LocalFirestore.Running firestore = LocalFirestore.start(FirestoreSettings.defaults());

    @AfterAll
    void close() {
        firestore.close();
    }

    @Override
    protected Setting setting() {
        return new Setting() {
            @Override
            public String title() {
                return "Google Cloud";
            }

            @Override
            public List<String> platforms() {
                return List.of("pubsub");
            }

            @Override
            public Optional<CloudBinding> java() {
                return Optional.of(new Gcp(firestore.client()));
            }

            @Override
            public Database database(boolean faults) {
                return new Consumers(faults);
            }
        };
    }

    /** Collections of one case. */
    private final class Consumers implements Setting.Database {
        private final FirestoreCollections collections = firestore.own();
        private final StoredRowsTest.Server raw = new StoredRowsTest.Server(firestore);

        Consumers(boolean faults) {
            if (faults) {
                firestore
                        .server()
                        .faults()
                        .often(0.05, "Commit", new Fault.Refused("UNAVAILABLE"))
                        .often(0.05, "Commit", new Fault.LostResponse());
            }
        }

        @Override
        public ObjectNode open() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("op", "open")
                    .put("store", "firestore")
                    .put("host", firestore.server().endpoint())
                    .put("project", LocalFirestore.PROJECT)
                    .put("prefix", collections.prefix());
        }

        @Override
        public List<StoredRow> rows() throws Exception {
            List<StoredRow> rows = new ArrayList<>();
            for (String name : List.of(collections.inbox(), collections.lanes(), collections.parked())) {
                rows.addAll(raw.rows(name));
            }
            return rows;
        }

        @Override
        public void put(StoredRow row) throws Exception {
            raw.put(row);
        }

        @Override
        public List<String> golden() throws IOException {
            return Files.readAllLines(Path.of("src/test/stored/format-1.jsonl")).stream()
                    .filter(line -> line.matches("\\{\"table\":\"test-(inbox|lanes|parked)\".*"))
                    .map(line -> line.replaceAll("test-(inbox|lanes|parked)", collections.prefix() + "-$1"))
                    .toList();
        }

        @Override
        public void close() {
            firestore.server().faults().clear();
        }
    }

    /** Java's part of the driver. */
    private record Gcp(Firestore client) implements CloudBinding {
        @Override
        public String platform() {
            return "pubsub";
        }

        @Override
        public String store() {
            return "firestore";
        }

        @Override
        public JsonNode write(Envelope<?> event, EventCodec codec) {
            PubsubMessage written = WrittenMessage.of(new Outgoing(event, codec.encodeBinary(event), 0));
            ObjectNode message = JsonNodeFactory.instance.objectNode();
            ObjectNode attributes = message.putObject("attributes");
            written.getAttributesMap().forEach(attributes::put);
            if (!written.getOrderingKey().isEmpty()) {
                message.put("orderingKey", written.getOrderingKey());
            }
            return message.put(
                    "data", Base64.getEncoder().encodeToString(written.getData().toByteArray()));
        }

        @Override
        public Delivery read(JsonNode message, EventCodec codec) {
            return read(message, "projects/local/subscriptions/payment", "1", codec, type -> true);
        }

        private static Delivery read(
                JsonNode message, String subscription, String id, EventCodec codec, Predicate<EventType> wanted) {
            Map<String, String> attributes = new LinkedHashMap<>();
            message.path("attributes")
                    .properties()
                    .forEach(attribute -> attributes.put(
                            attribute.getKey(), attribute.getValue().asText()));
            WireEvent wire = PubSubBinding.wire(
                    attributes, Base64.getDecoder().decode(message.path("data").asText()));
            return Deliveries.read(
                    codec,
                    wanted,
                    wire,
                    PubSubBinding.key(wire, message.path("orderingKey").asText(null)),
                    PubSubPosition.of(subscription, id));
        }

        @Override
        public List<Delivery> deliveries(JsonNode invocation, EventCodec codec, Predicate<EventType> wanted) {
            JsonNode message = invocation.path("message");
            return List.of(read(
                    message,
                    invocation.path("subscription").asText(),
                    message.path("messageId").asText(),
                    codec,
                    wanted));
        }

        /** The framework answers 500 to what a function throws (functions-framework-java, {@code HttpFunctionExecutor}). */
        @Override
        public JsonNode invoke(Invocation call) {
            PubSubFunction function =
                    UnpausedFunction.of(call.processor(), call.codec(), call.clock(), call.remaining());
            int[] status = new int[1];
            try {
                function.service(request(call.document()), response(status));
            } catch (UnsettledEventException unsettled) {
                status[0] = 500;
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
            return JsonNodeFactory.instance.objectNode().put("status", status[0]);
        }

        private static HttpRequest request(JsonNode body) {
            InputStream bytes = new ByteArrayInputStream(body.toString().getBytes(StandardCharsets.UTF_8));
            return (HttpRequest) Proxy.newProxyInstance(
                    HttpRequest.class.getClassLoader(),
                    new Class<?>[] {HttpRequest.class},
                    (proxy, method, arguments) ->
                            Map.<String, Object>of("getInputStream", bytes).get(method.getName()));
        }

        private static HttpResponse response(int[] status) {
            return (HttpResponse) Proxy.newProxyInstance(
                    HttpResponse.class.getClassLoader(),
                    new Class<?>[] {HttpResponse.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("setStatusCode")) {
                            status[0] = (int) arguments[0];
                        }
                        return null;
                    });
        }

        @Override
        public Stores open(JsonNode connection, InstantSource clock) {
            return FirestoreStores.of(
                            client,
                            new FirestoreCollections(connection.path("prefix").asText()))
                    .clock(clock);
        }

        @Override
        public EventBus bus(JsonNode connection) {
            throw new IllegalArgumentException("The cases publish to no topic yet");
        }
    }
}
