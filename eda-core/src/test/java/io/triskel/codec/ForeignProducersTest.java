package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as others write them are read whole and written again with all that they said. */
class ForeignProducersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventCodec codec = EventCodec.of(TypeRegistry.builder().build());
    private final JsonFormat sdk = new JsonFormat();

    private static byte[] resource(String name) throws IOException {
        try (InputStream file = ForeignProducersTest.class.getResourceAsStream("/cloudevents/" + name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        }
    }

    /** A byte order mark is dropped here too, by hand: the tree's reader may take it or not. */
    private static JsonNode tree(byte[] event) throws IOException {
        String text = new String(event, StandardCharsets.UTF_8);
        return JSON.readTree(text.startsWith("\ufeff") ? text.substring(1) : text);
    }

    private static Map<String, String> attributes(JsonNode event) {
        Map<String, String> all = new TreeMap<>();
        event.properties().stream()
                .filter(member ->
                        !member.getKey().equals("data") && !member.getKey().equals("data_base64"))
                .forEach(member -> all.put(member.getKey(), member.getValue().asText()));
        return all;
    }

    private static OffsetDateTime time(Map<String, String> attributes) {
        return OffsetDateTime.parse(Objects.requireNonNull(attributes.remove("time")));
    }

    private static void assertSaysTheSame(JsonNode written, JsonNode original) {
        Map<String, String> ours = attributes(written);
        Map<String, String> theirs = attributes(original);
        assertThat(time(ours)).isEqualTo(time(theirs));
        assertThat(ours).isEqualTo(theirs);
        assertThat(written.get("data")).isEqualTo(original.get("data"));
        assertThat(written.get("data_base64")).isEqualTo(original.get("data_base64"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cloud-storage",
                "cloud-storage-in-pubsub",
                "event-grid-blob-created",
                "event-grid-custom-topic",
                "eventbridge"
            })
    void an_event_of_a_cloud_is_written_again_as_it_was(String name) throws IOException {
        byte[] original = resource("clouds/" + name + ".json");

        Envelope<?> event = codec.decode(original);

        assertSaysTheSame(tree(codec.encode(event)), tree(original));
        Envelope<?> throughBinary = codec.decodeBinary(codec.encodeBinary(event));
        assertThat(codec.encodeBinary(throughBinary)).isEqualTo(codec.encodeBinary(event));
        assertThat(sdk.deserialize(codec.encode(event)).getSubject())
                .isEqualTo(event.subject().orElse(null));
    }

    @Test
    void what_an_event_of_cloud_storage_is_about_is_whole() throws IOException {
        Envelope<?> event = codec.decode(resource("clouds/cloud-storage.json"));

        assertThat(event.type()).isEqualTo(EventType.of("google.cloud.storage.object.v1.finalized", 0));
        assertThat(event.subject())
                .hasValueSatisfying(subject -> assertThat(subject)
                        .startsWith("objects/year=2026/")
                        .endsWith("/orders 42 (final) ü.png")
                        .hasSizeGreaterThan(Envelope.MAX_SUBJECT));
        assertThat(event.metadata().extensions()).containsOnlyKeys("bucket");
    }

    /** See {@code write.mjs} beside the events for how they were made. */
    @TestFactory
    List<DynamicTest> an_event_of_the_sdk_for_javascript_says_the_same_in_both_modes() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode written : JSON.readTree(resource("javascript/events.json"))) {
            tests.add(DynamicTest.dynamicTest(written.get("name").asText(), () -> assertBothModes(written)));
        }
        return tests;
    }

    private void assertBothModes(JsonNode written) throws IOException {
        byte[] original = written.get("structured").asText().getBytes(StandardCharsets.UTF_8);
        Envelope<?> structured = codec.decode(original);
        Envelope<?> binary = codec.decodeBinary(binary(written));

        assertSaysTheSame(tree(codec.encode(structured)), tree(original));
        assertThat(binary.withMetadata(structured.metadata()).withData(structured.type(), ""))
                .isEqualTo(structured.withData(structured.type(), ""));
        assertThat(codec.encodeBinary(binary)).isEqualTo(binary(written));
        assertThat(codec.decode(codec.encode(binary))).isEqualTo(binary);
    }

    /** As the HTTP binding has it: attributes are headers with a prefix, and the content type is HTTP's own. */
    private static WireEvent binary(JsonNode written) {
        Map<String, String> attributes = new TreeMap<>();
        byte[] body = Base64.getDecoder().decode(written.get("body").asText());
        written.get("headers")
                .properties()
                .forEach(header -> attributes.put(
                        header.getKey().equals("content-type")
                                ? "datacontenttype"
                                : header.getKey().substring(3),
                        header.getValue().asText()));
        return new WireEvent(attributes, body);
    }

    @Test
    void an_event_of_the_sdk_for_java_keeps_every_type_of_extension() throws IOException {
        CloudEvent event = CloudEventBuilder.v1()
                .withId("i".repeat(1_000))
                .withSource(URI.create("//example/" + "s".repeat(1_000)))
                .withType("t".repeat(1_000))
                .withSubject("u".repeat(1_000))
                .withTime(OffsetDateTime.parse("2026-01-31T08:15:30.123456789+02:00"))
                .withExtension("partitionkey", "k".repeat(1_000))
                .withExtension("number", 7)
                .withExtension("flag", true)
                .withExtension("link", URI.create("https://shop.example"))
                .withExtension("moment", OffsetDateTime.parse("2026-01-31T08:15:30Z"))
                .withExtension("octets", new byte[] {1, 2, 3})
                .withData("application/json", "{\"a\":1}".getBytes(StandardCharsets.UTF_8))
                .build();
        byte[] original = sdk.serialize(event);

        byte[] ours = codec.encode(codec.decode(original));

        assertSaysTheSame(tree(ours), tree(original));
        assertThat(sdk.deserialize(ours)).isEqualTo(sdk.deserialize(original));
    }
}
