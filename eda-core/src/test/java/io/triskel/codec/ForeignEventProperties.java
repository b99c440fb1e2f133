package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.event.Envelope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * Events that no codec of ours wrote: JSON objects with whatever attributes CloudEvents 1.0 allows, of every type and length,
 * in any order. Read and written again they say the same, in each mode and through the other.
 */
class ForeignEventProperties {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventCodec codec = EventCodec.of(AnyEnvelope.TYPES);

    @Provide
    Arbitrary<ObjectNode> events() {
        Arbitrary<Map<String, Object>> optional = Combinators.combine(
                        maybe("subject", texts(1)),
                        maybe("time", times()),
                        maybe("dataschema", Arbitraries.of("#", "schema", "urn:x", "https://schemas.example/order#/1")),
                        extensions(),
                        known())
                .as((subject, time, schema, extensions, known) -> {
                    Map<String, Object> all = new TreeMap<>(extensions);
                    List.of(subject, time, schema, known).forEach(all::putAll);
                    return all;
                });
        return Combinators.combine(texts(1), sources(), texts(1), optional, data(), Arbitraries.randoms())
                .as(ForeignEventProperties::event);
    }

    private static ObjectNode event(
            String id,
            String source,
            String type,
            Map<String, Object> optional,
            Map<String, Object> data,
            Random random) {
        Map<String, Object> members = new TreeMap<>(optional);
        members.putAll(data);
        members.putAll(Map.of("specversion", "1.0", "id", id, "source", source, "type", type));
        List<String> names = new ArrayList<>(members.keySet());
        Collections.shuffle(names, random);
        ObjectNode event = JSON.createObjectNode();
        names.forEach(name -> event.set(name, JSON.valueToTree(members.get(name))));
        return event;
    }

    private static Arbitrary<String> texts(int least) {
        return Arbitraries.oneOf(
                AnyEnvelope.texts(least, 200),
                Arbitraries.of(" ", "\u3000"),
                AnyEnvelope.texts(1, 50).map(text -> text.repeat(100)));
    }

    private static Arbitrary<String> sources() {
        Arbitrary<String> few = Arbitraries.of(
                "/",
                ".",
                "#",
                "?",
                "urn:",
                "urn:uuid:6e8bc430",
                "mailto:a@b.example",
                "//storage.googleapis.com/projects/_");
        return Arbitraries.oneOf(few, few.map(source -> source + "/%20a".repeat(200)));
    }

    /** All that RFC 3339 has, leap seconds and far offsets among it. */
    private static Arbitrary<String> times() {
        Arbitrary<String> fractions = Arbitraries.oneOf(
                Arbitraries.just(""),
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(30).map(digits -> "." + digits));
        Arbitrary<String> offsets = Arbitraries.oneOf(
                Arbitraries.of("Z", "z", "+00:00", "-00:00", "+18:00", "-18:00", "+18:01", "-23:59"),
                Combinators.combine(
                                Arbitraries.of("+", "-"),
                                Arbitraries.integers().between(0, 23),
                                Arbitraries.integers().between(0, 59))
                        .as((sign, hours, minutes) -> String.format("%s%02d:%02d", sign, hours, minutes)));
        Arbitrary<String> days = Arbitraries.of("0000-01-01", "1990-12-31", "2024-02-29", "9999-12-31");
        Arbitrary<String> ordinary = Combinators.combine(
                        days,
                        Arbitraries.of("T", "t"),
                        Arbitraries.of("00:00:00", "23:59:59", "12:34:56"),
                        fractions,
                        offsets)
                .as((day, t, time, fraction, offset) -> day + t + time + fraction + offset);
        Arbitrary<String> leap = fractions.flatMap(fraction ->
                Arbitraries.of("2016-12-31T23:59:60" + fraction + "Z", "1990-12-31T15:59:60" + fraction + "-08:00"));
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(4, ordinary), net.jqwik.api.Tuple.of(1, leap));
    }

    private static Arbitrary<Map<String, Object>> extensions() {
        Arbitrary<String> names = Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(100)
                .map(name -> "x" + name);
        return Arbitraries.maps(names, values()).ofMaxSize(4);
    }

    /** Names that have a meaning to us, and need not have the same one to whoever wrote the event. */
    private static Arbitrary<Map<String, Object>> known() {
        Arbitrary<String> names = Arbitraries.of(
                "partitionkey",
                "correlationid",
                "causationid",
                "traceparent",
                "tracestate",
                "stream",
                "sequence",
                "entity",
                "entityversion",
                "entitydeleted",
                "commandtarget",
                "lookup",
                "lookupversion");
        return Arbitraries.maps(names, values()).ofMaxSize(6);
    }

    private static Arbitrary<Object> values() {
        return Arbitraries.oneOf(
                texts(0).map(Object.class::cast),
                Arbitraries.integers().map(Object.class::cast),
                Arbitraries.of(true, false).map(Object.class::cast));
    }

    private static Arbitrary<Map<String, Object>> data() {
        Arbitrary<Object> json = Arbitraries.of(1, "text", true, List.of(1, 2), Map.of("a", Map.of("b", 1.5)));
        Arbitrary<String> jsonTypes =
                Arbitraries.of("application/json", "text/json; charset=utf-8", "application/cloudevents+json");
        Arbitrary<String> otherTypes = Arbitraries.of(
                "text/plain", "application/xml; charset=UTF-8", "application/octet-stream", "a/b;c=\"d\"");
        return Arbitraries.oneOf(
                Arbitraries.just(Map.of()),
                json.map(value -> Map.of("data", value)),
                Combinators.combine(json, jsonTypes)
                        .as((value, type) -> Map.of("data", value, "datacontenttype", type)),
                Combinators.combine(AnyEnvelope.texts(1, 50), otherTypes)
                        .as((text, type) -> Map.of("data", text, "datacontenttype", type)),
                Combinators.combine(Arbitraries.bytes().array(byte[].class).ofMaxSize(40), otherTypes)
                        .as((bytes, type) -> Map.of(
                                "data_base64", Base64.getEncoder().encodeToString(bytes), "datacontenttype", type)));
    }

    private static Arbitrary<Map<String, Object>> maybe(String name, Arbitrary<String> value) {
        return value.optional()
                .map(text -> text.<Map<String, Object>>map(there -> Map.of(name, there))
                        .orElse(Map.of()));
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void an_event_of_somebody_else_is_written_again_as_it_was(@ForAll("events") ObjectNode event) {
        Envelope<?> read = codec.decode(bytes(event));

        assertThat(attributes(tree(codec.encode(read)))).isEqualTo(attributes(event));
        assertThat(dataOf(tree(codec.encode(read)))).isEqualTo(dataOf(event));
        assertThat(codec.decode(codec.encode(read))).isEqualTo(read);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void it_says_the_same_in_binary_mode(@ForAll("events") ObjectNode event) {
        Envelope<?> through = codec.decodeBinary(codec.encodeBinary(codec.decode(bytes(event))));

        ObjectNode again = tree(codec.encode(through));

        boolean impliedJson = event.has("data") && !event.has("datacontenttype");
        Map<String, Object> expected = attributes(event);
        if (impliedJson) {
            expected.put("datacontenttype", "application/json");
        }
        assertThat(attributes(again)).isEqualTo(expected);
        assertThat(codec.encodeBinary(through)).isEqualTo(codec.encodeBinary(codec.decode(bytes(event))));
    }

    private static byte[] bytes(ObjectNode event) {
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode tree(byte[] event) {
        try {
            return (ObjectNode) JSON.readTree(event);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Names and canonical texts; of a time that Java can hold the moment, since a fraction may be written longer. */
    private static Map<String, Object> attributes(ObjectNode event) {
        Map<String, Object> all = new TreeMap<>();
        event.properties().stream()
                .filter(member ->
                        !member.getKey().startsWith("data") || member.getKey().length() > "data_base64".length())
                .forEach(member -> all.put(member.getKey(), member.getValue().asText()));
        all.computeIfPresent("time", (name, text) -> moment(text.toString()));
        return all;
    }

    private static Object moment(String text) {
        try {
            boolean unknownOffset = text.endsWith("-00:00");
            return unknownOffset ? text : OffsetDateTime.parse(text.toUpperCase(java.util.Locale.ROOT));
        } catch (DateTimeParseException beyondJava) {
            return text;
        }
    }

    /** JSON by value; anything else by its bytes, since a text may as well be written in Base64. */
    private static Object dataOf(ObjectNode event) {
        JsonNode octets = event.get("data_base64");
        JsonNode data = event.get("data");
        String contentType = event.path("datacontenttype").asText("application/json");
        if (octets != null) {
            return new String(Base64.getDecoder().decode(octets.asText()), StandardCharsets.ISO_8859_1);
        }
        return data == null || WireText.isJson(contentType)
                ? String.valueOf(data)
                : new String(data.asText().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
