package io.triskel.orders.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.triskel.local.ChildProcess;
import io.triskel.local.NodeTools;
import io.triskel.orders.pipeline.Style;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The document says what a run sends, and what does not fit it is not sent. */
class OrdersAsyncApiTest {
    private static final String ACCEPT = "triskel.golden.accept";
    private static final Path COMMITTED = Path.of("../../docs/asyncapi.json");
    private static final String FINE = "32 messages, 1 channel, 16 operations, 0 problems";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Who sends events of a source; a saga's are of the platform's own source. */
    private static final Map<String, String> SENDERS = Map.of(
            "/orders/catalogue", "catalogue",
            "/orders/ordering", "ordering",
            "/orders/customers", "customers",
            "/orders/inventory", "inventory",
            "/orders/payment", "payment",
            "/orders/news", "order-news",
            "/orders/clock", "clock");

    // Each is the same for all tests, and never changed.
    private static final Map<Style, JsonNode> DOCUMENTS = new HashMap<>();
    private static final Map<Style, Map<String, Schema>> PAYLOADS = new HashMap<>();
    private static final Map<Style, List<JsonNode>> RUNS = new HashMap<>();

    private static JsonNode document(Style style) {
        return DOCUMENTS.computeIfAbsent(style, each -> read(OrdersAsyncApi.of(each)));
    }

    private static List<JsonNode> events(Style style) {
        return RUNS.computeIfAbsent(
                style,
                each -> RecordedRun.events(each).stream()
                        .map(OrdersAsyncApiTest::read)
                        .toList());
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static JsonNode message(JsonNode document, JsonNode event) {
        return document.at("/components/messages/" + event.get("type").asText());
    }

    /** The payload's schema, alone with those that it refers to. */
    private static Schema payload(JsonNode document, String type) {
        ObjectNode schema =
                document.at("/components/messages/" + type).get("payload").deepCopy();
        schema.set("components", document.get("components").deepCopy());
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(schema.toString(), InputFormat.JSON);
    }

    private static Map<String, Schema> payloads(Style style) {
        return PAYLOADS.computeIfAbsent(style, each -> {
            Map<String, Schema> payloads = new TreeMap<>();
            document(each)
                    .at("/components/messages")
                    .fieldNames()
                    .forEachRemaining(type -> payloads.put(type, payload(document(each), type)));
            return payloads;
        });
    }

    private static boolean fits(Schema schema, JsonNode event) {
        return schema.validate(event.toString(), InputFormat.JSON).isEmpty();
    }

    @Test
    void the_committed_document_is_the_one_that_is_written() throws IOException {
        String written = OrdersAsyncApi.of(Style.ORCHESTRATION);
        if (Boolean.getBoolean(ACCEPT)) {
            Files.writeString(COMMITTED, written);
        }

        assertThat(COMMITTED)
                .as("run this test with -D%s=true and commit what it writes, if the change is meant", ACCEPT)
                .content(StandardCharsets.UTF_8)
                .isEqualToNormalizingNewlines(written);
    }

    /** As AsyncAPI demands of a channel, and with it pattern and ordering key are true. */
    @ParameterizedTest
    @EnumSource(Style.class)
    void what_is_sent_fits_one_message_and_only_one(Style style) {
        Map<String, Schema> payloads = payloads(style);

        assertThat(events(style))
                .hasSizeGreaterThan(30)
                .allSatisfy(event -> assertThat(payloads.keySet())
                        .as(event.toString())
                        .filteredOn(type -> fits(payloads.get(type), event))
                        .containsExactly(event.get("type").asText()));
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void broken_data_does_not_fit(Style style) {
        Map<String, Schema> payloads = payloads(style);
        int broken = 0;
        for (JsonNode event : events(style)) {
            List<String> members = new ArrayList<>();
            event.path("data").fieldNames().forEachRemaining(members::add);
            for (String member : members) {
                ObjectNode without = event.deepCopy();
                ((ObjectNode) without.get("data")).remove(member);
                ObjectNode other = event.deepCopy();
                ((ObjectNode) other.get("data")).putArray(member).add("wrong").addObject();
                Schema schema = payloads.get(event.get("type").asText());

                assertThat(fits(schema, without)).as(without.toString()).isFalse();
                assertThat(fits(schema, other)).as(other.toString()).isFalse();
                broken++;
            }
        }
        assertThat(broken).isGreaterThan(50);
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void an_ordering_key_is_the_one_that_is_stated(Style style) {
        JsonNode document = document(style);

        assertThat(events(style)).allSatisfy(event -> {
            String key = message(document, event).get("x-triskel-ordering-key").asText();
            // A tombstone's data is gone; its entity tells the key.
            String expected = event.has("data")
                    ? filled(key, event.get("data"))
                    : event.get("entity").asText();
            assertThat(event.get("partitionkey").asText()).as(event.toString()).isEqualTo(expected);
        });
    }

    private static String filled(String key, JsonNode data) {
        String filled = key;
        for (Map.Entry<String, JsonNode> member : data.properties()) {
            filled = filled.replace(
                    "{" + member.getKey() + "}", member.getValue().asText());
        }
        return filled;
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void who_sends_is_who_is_said_to_send(Style style) {
        JsonNode document = document(style);
        String saga = style == Style.CHOREOGRAPHY ? "payment-watch" : "fulfilment";

        assertThat(events(style)).allSatisfy(event -> {
            String sender = SENDERS.getOrDefault(event.get("source").asText(), saga);
            assertThat(types(document, sender + ".send"))
                    .as(event.toString())
                    .contains(event.get("type").asText());
        });
    }

    @Test
    void every_message_is_sent_in_a_run_of_one_style_or_the_other() {
        Set<String> sent = new TreeSet<>();
        for (Style style : Style.values()) {
            events(style).forEach(event -> sent.add(event.get("type").asText()));
        }
        Set<String> described = new TreeSet<>();
        document(Style.ORCHESTRATION).at("/components/messages").fieldNames().forEachRemaining(described::add);

        assertThat(sent).containsExactlyInAnyOrderElementsOf(described);
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void every_command_has_a_receiver(Style style) {
        JsonNode document = document(style);

        assertThat(events(style))
                .filteredOn(event -> event.path("triskelpattern").asText().equals("command"))
                .isNotEmpty()
                .allSatisfy(command -> assertThat(
                                types(document, command.get("commandtarget").asText() + ".receive"))
                        .contains(command.get("type").asText()));
    }

    private static Set<String> types(JsonNode document, String operation) {
        Set<String> types = new TreeSet<>();
        document.at("/operations/" + operation + "/messages")
                .forEach(message -> types.add(message.get("$ref").asText().replaceAll(".*/", "")));
        return types;
    }

    /** The parser of the AsyncAPI initiative, at the version of {@code src/test/node/package-lock.json}. */
    @Test
    @Tag("local-clouds")
    void the_official_parser_finds_nothing_wrong(@TempDir Path folder) throws Exception {
        Path node = NodeTools.projectRoot().resolve("demo-order-pipeline/orders-driver/src/test/node");
        NodeTools tools = NodeTools.install(node, NodeTools.projectRoot().resolve(".triskel/node-test-orders"));
        List<String> command = new ArrayList<>(List.of(
                "node", node.resolve("parse.cjs").toString(), tools.folder().toString()));
        for (Style style : Style.values()) {
            command.add(Files.writeString(folder.resolve(style.text()), OrdersAsyncApi.of(style))
                    .toString());
        }
        command.add(Files.writeString(
                        folder.resolve("broken"),
                        OrdersAsyncApi.of(Style.ORCHESTRATION)
                                .replace("\"action\" : \"send\"", "\"action\" : \"shout\""))
                .toString());

        try (ChildProcess parser = ChildProcess.start(command, folder, Map.of(), folder.resolve("node.log"))) {
            int status = parser.onExit().get(4, TimeUnit.MINUTES);

            assertThat(status).as(parser.tail(2000)).isZero();
            assertThat(Files.readAllLines(parser.output()))
                    .satisfiesExactly(
                            orchestration -> assertThat(orchestration).isEqualTo(FINE),
                            choreography -> assertThat(choreography).isEqualTo(FINE),
                            broken -> assertThat(broken).contains("action"));
        }
    }
}
