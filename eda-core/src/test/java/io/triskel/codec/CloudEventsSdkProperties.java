package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.NoData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** What we write the CloudEvents SDK reads as the same event, and what it writes we do. */
class CloudEventsSdkProperties {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventCodec codec = EventCodec.of(AnyEnvelope.TYPES);
    private final JsonFormat sdk = new JsonFormat();

    @Provide
    Arbitrary<Envelope<?>> envelopes() {
        return AnyEnvelope.any();
    }

    @Provide
    Arbitrary<String> examples() {
        return Arbitraries.of("octets", "xml-text", "json-object", "json-string", "required-only", "all-attributes");
    }

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void the_sdk_reads_our_events_and_we_read_its(@ForAll("envelopes") Envelope<?> event) {
        byte[] ours = codec.encode(event);

        CloudEvent read = sdk.deserialize(ours);
        byte[] theirs = sdk.serialize(read);

        assertThat(attributes(read)).isEqualTo(attributes(codec.encodeBinary(event)));
        assertThat(dataOf(read)).isEqualTo(dataOf(codec.encodeBinary(event)));
        Envelope<?> back = codec.decode(theirs);
        assertThat(attributes(codec.encodeBinary(back))).isEqualTo(attributes(codec.encodeBinary(event)));
        assertThat(back.metadata().extensions()).isEqualTo(event.metadata().extensions());
        assertThat(dataOf(codec.encodeBinary(back))).isEqualTo(dataOf(codec.encodeBinary(event)));
    }

    @Provide
    Arbitrary<String> almostSources() {
        return Arbitraries.strings()
                .withChars("ab1/?#[]:@!%20-._~")
                .ofMinLength(1)
                .ofMaxLength(8)
                // What stands behind "a:" or "//" may be empty (RFC 3986, 3 and 3.2.2), but not for the JDK.
                .filter(text -> !text.matches("([a-z][a-z0-9.-]*:)?//([/?#].*)?|[a-z][a-z0-9.-]*:(#.*)?"));
    }

    @Property(tries = 2_000, maxDiscardRatio = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void a_source_that_we_write_is_one_for_the_sdk_too(@ForAll("almostSources") String source) {
        byte[] ours = written(source);
        Assume.that(ours.length > 0);

        assertThat(sdk.deserialize(ours).getSource()).hasToString(source);
    }

    /** An event of this source, or nothing if it is refused. */
    private byte[] written(String source) {
        try {
            return codec.encode(Envelope.of(new EventId(source, "1"), AnyEnvelope.CANCELLED, NoData.NO_DATA));
        } catch (InvalidEventException refused) {
            return new byte[0];
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void binary_mode_means_the_same_to_both(@ForAll("envelopes") Envelope<?> event) {
        WireEvent ours = codec.encodeBinary(event);

        CloudEvent built = sdkEvent(ours);
        Map<String, String> theirs = new TreeMap<>();
        attributes(built).forEach((name, value) -> theirs.put(name, wireText(value)));
        Envelope<?> back = codec.decodeBinary(new WireEvent(theirs, ours.body()));

        assertThat(attributes(built)).isEqualTo(attributes(ours));
        assertThat(attributes(codec.encodeBinary(back))).isEqualTo(attributes(ours));
        assertThat(codec.encodeBinary(back).body()).isEqualTo(ours.body());
    }

    private static String wireText(Object value) {
        return value instanceof OffsetDateTime time ? Rfc3339.format("time", time) : String.valueOf(value);
    }

    /** The SDK's event from attributes and bytes, as its protocol bindings make it. */
    private static CloudEvent sdkEvent(WireEvent wire) {
        CloudEventBuilder builder = CloudEventBuilder.v1();
        wire.attributes().entrySet().stream()
                .filter(attribute -> !attribute.getKey().equals("specversion"))
                .forEach(attribute -> builder.withContextAttribute(attribute.getKey(), attribute.getValue()));
        return (wire.body().length == 0 ? builder : builder.withData(wire.body())).build();
    }

    @Property(tries = 6)
    void the_examples_of_the_specification_mean_the_same_to_both(@ForAll("examples") String name) throws IOException {
        byte[] example = example(name);

        CloudEvent theirs = sdk.deserialize(withoutNulls(example));
        Envelope<?> ours = codec.decode(example);

        assertThat(attributes(theirs)).isEqualTo(attributes(codec.encodeBinary(ours)));
        assertThat(dataOf(theirs)).isEqualTo(dataOf(codec.encodeBinary(ours)));
        Envelope<?> back = codec.decode(sdk.serialize(theirs));
        assertThat(attributes(codec.encodeBinary(back))).isEqualTo(attributes(theirs));
        assertThat(back.metadata().extensions()).isEqualTo(ours.metadata().extensions());
        assertThat(attributes(sdk.deserialize(codec.encode(ours)))).isEqualTo(attributes(theirs));
    }

    private static byte[] example(String name) throws IOException {
        try (InputStream file = CloudEventsSdkProperties.class.getResourceAsStream("/cloudevents/" + name + ".json")) {
            return java.util.Objects.requireNonNull(file, name).readAllBytes();
        }
    }

    /** The SDK takes a null extension for the text "null"; the specification says it is unset, and so do we. */
    private static byte[] withoutNulls(byte[] example) {
        String text = new String(example, StandardCharsets.UTF_8);
        return text.replaceAll("\\s*\"unsetextension\" : null,", "").getBytes(StandardCharsets.UTF_8);
    }

    /** The SDK's view, as canonical texts; times as moments, since a fraction may be written longer. */
    private static Map<String, Object> attributes(CloudEvent event) {
        Map<String, Object> all = new TreeMap<>();
        event.getAttributeNames().forEach(name -> put(all, name, String.valueOf(event.getAttribute(name))));
        event.getExtensionNames().forEach(name -> put(all, name, String.valueOf(event.getExtension(name))));
        return all;
    }

    private static Map<String, Object> attributes(WireEvent event) {
        Map<String, Object> all = new TreeMap<>();
        event.attributes().forEach((name, value) -> put(all, name, value));
        return all;
    }

    private static void put(Map<String, Object> all, String name, String value) {
        all.put(name, name.equals("time") ? OffsetDateTime.parse(value) : value);
    }

    private static Object dataOf(CloudEvent event) {
        byte[] bytes = event.getData() == null ? new byte[0] : event.getData().toBytes();
        return comparable(event.getDataContentType(), bytes);
    }

    private static Object dataOf(WireEvent event) {
        return comparable(event.attributes().get("datacontenttype"), event.body());
    }

    /** JSON by value, since the SDK writes it anew; anything else by its bytes. */
    private static Object comparable(@Nullable String contentType, byte[] bytes) {
        boolean json = contentType == null || WireText.isJson(contentType);
        return json && bytes.length > 0 ? Json.of(bytes) : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private record Json(JsonNode node) {
        static Json of(byte[] bytes) {
            try {
                return new Json(JSON.readTree(bytes));
            } catch (IOException broken) {
                throw new java.io.UncheckedIOException(broken);
            }
        }
    }
}
