package io.triskel.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.codec.EncodedData;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.ExtensionValue;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;
import io.triskel.local.ChildProcess;
import io.triskel.local.NodeTools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The CloudEvents SDK for JavaScript reads what we write, and what it makes of that we read as the same event. */
@Tag("local-clouds")
class JavaScriptSdkTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STRUCTURED = "application/cloudevents+json";

    private final EventCodec codec = EventCodec.of(TypeRegistry.builder().build());

    private static List<Envelope<?>> events() {
        EncodedData json = new EncodedData(Optional.empty(), "{\"a\":[1,\"é\"]}".getBytes(StandardCharsets.UTF_8));
        Envelope<EncodedData> event = Envelope.of(new EventId("/orders", "1"), EventType.of("orders.placed", 1), json)
                .withTime(OffsetDateTime.parse("2026-01-31T08:15:30.123Z"));
        Metadata metadata = Metadata.empty()
                .withDataContentType("application/json")
                .withCorrelation("c-1")
                .withExtension("comexampleflag", ExtensionValue.of("yes"));
        String text = "x".repeat(2_000);
        Envelope<EncodedData> foreign = Envelope.of(new EventId("/" + text, text), EventType.parse(text), json)
                .withTime(OffsetDateTime.parse("2026-01-31T08:15:30.123Z"))
                .withSubject(text)
                .withKey(new OrderingKey(text));
        return List.of(
                event.withMetadata(metadata)
                        .withSubject("order 42")
                        .withKey(new OrderingKey("order-42"))
                        .withPattern(new EventKind.Sourced(new StreamId("order-42"), 7)),
                foreign.withMetadata(metadata));
    }

    private static String line(Map<String, String> headers, byte[] body) throws Exception {
        return JSON.writeValueAsString(Map.of("headers", headers, "body", new String(body, StandardCharsets.UTF_8)));
    }

    private String structured(Envelope<?> event) throws Exception {
        return line(Map.of("content-type", STRUCTURED), codec.encode(event));
    }

    /** The HTTP binding names attributes as that of Pub/Sub does. */
    private String binary(Envelope<?> event) throws Exception {
        WireEvent wire = codec.encodeBinary(event);
        Map<String, String> headers = new HashMap<>();
        wire.attributes()
                .forEach((name, value) ->
                        headers.put(name.equals("datacontenttype") ? "content-type" : "ce-" + name, value));
        return line(headers, wire.body());
    }

    private Envelope<?> read(String line) throws Exception {
        JsonNode message = JSON.readTree(line);
        Map<String, String> headers = new HashMap<>();
        message.get("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        byte[] body = message.get("body").asText().getBytes(StandardCharsets.UTF_8);
        WireEvent wire = PubSubBinding.wire(headers, body);
        return wire.attributes().isEmpty() ? codec.decode(wire.body()) : codec.decodeBinary(wire);
    }

    private static List<String> echoed(List<String> lines, Path folder) throws Exception {
        Path module = NodeTools.projectRoot().resolve("adapter-gcp/src/test/node");
        NodeTools tools = NodeTools.install(module, NodeTools.projectRoot().resolve(".triskel/node-test-cloudevents"));
        Path file = Files.write(folder.resolve("events"), lines);
        try (ChildProcess node = ChildProcess.start(
                List.of(
                        "node",
                        module.resolve("echo.mjs").toString(),
                        file.toString(),
                        tools.folder().toString()),
                folder,
                Map.of(),
                folder.resolve("node.log"))) {
            int status = node.onExit().get(4, TimeUnit.MINUTES);

            assertThat(status).as(node.tail(2000)).isZero();
            return Files.readAllLines(node.output());
        }
    }

    @Test
    void it_reads_what_we_write_and_we_read_what_it_writes(@TempDir Path folder) throws Exception {
        List<String> lines = new ArrayList<>();
        for (Envelope<?> event : events()) {
            lines.add(structured(event));
            lines.add(binary(event));
        }

        List<String> echoed = echoed(lines, folder);

        assertThat(echoed).hasSize(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            assertThat(codec.encodeBinary(read(echoed.get(i)))).isEqualTo(codec.encodeBinary(events().get(i / 2)));
        }
    }
}
