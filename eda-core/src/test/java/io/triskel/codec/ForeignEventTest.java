package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.triskel.event.Envelope;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.ExtensionValue;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What CloudEvents 1.0 allows is read and written again as it was, however far it is from what we write ourselves. */
class ForeignEventTest {
    private static final String REQUIRED = "'specversion':'1.0','id':'1','source':'/s','type':'t'";

    private final EventCodec codec = EventCodec.of(AnyEnvelope.TYPES);

    private Envelope<?> read(String members) {
        return codec.decode(json(members));
    }

    private static byte[] json(String members) {
        return ("{" + members + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private Envelope<?> with(String name, String text) {
        Map<String, String> attributes =
                new LinkedHashMap<>(Map.of("specversion", "1.0", "id", "1", "source", "/s", "type", "t"));
        attributes.put(name, text);
        return codec.decodeBinary(new WireEvent(attributes, new byte[0]));
    }

    private String attribute(Envelope<?> event, String name) {
        String structured = codec.encodeBinary(codec.decode(codec.encode(event)))
                .attributes()
                .getOrDefault(name, "");
        String binary = codec.encodeBinary(codec.decodeBinary(codec.encodeBinary(event)))
                .attributes()
                .getOrDefault(name, "");
        assertThat(binary).isEqualTo(structured);
        return binary;
    }

    @Nested
    class When_a_text_is_longer_than_we_write_it {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "id",
                    "source",
                    "type",
                    "subject",
                    "partitionkey",
                    "correlationid",
                    "causationid",
                    "tracestate",
                    "comexampleextension"
                })
        void it_is_read_and_written_again(String name) {
            String text = "x".repeat(100_000);

            assertThat(attribute(with(name, text), name)).isEqualTo(text);
        }

        @Test
        void an_extension_with_a_long_name_is_too() {
            String name = "x".repeat(1_000);

            assertThat(attribute(read(REQUIRED + ",'" + name + "':'y'"), name)).isEqualTo("y");
        }

        @ParameterizedTest
        @ValueSource(strings = {"id", "type", "subject", "partitionkey", "correlationid", "causationid"})
        void a_blank_one_is_a_text_like_any_other(String name) {
            assertThat(attribute(with(name, " "), name)).isEqualTo(" ");
        }
    }

    @Nested
    class When_an_extension_of_ours_is_used_otherwise {
        @ParameterizedTest
        @ValueSource(strings = {"partitionkey", "correlationid", "causationid", "traceparent", "tracestate"})
        void a_number_or_a_boolean_is_its_canonical_text(String name) {
            assertThat(attribute(read(REQUIRED + ",'" + name + "':42"), name)).isEqualTo("42");
            assertThat(attribute(read(REQUIRED + ",'" + name + "':true"), name)).isEqualTo("true");
        }

        @ParameterizedTest
        @ValueSource(strings = {"partitionkey", "correlationid", "causationid", "traceparent", "tracestate"})
        void an_empty_text_is_a_plain_extension(String name) {
            Envelope<?> event = read(REQUIRED + ",'" + name + "':''");

            assertThat(event.metadata().extensions()).containsExactly(Map.entry(name, ExtensionValue.of("")));
            assertThat(codec.decode(codec.encode(event))).isEqualTo(event);
            assertThat(codec.decodeBinary(codec.encodeBinary(event))).isEqualTo(event);
        }

        @Test
        void an_empty_extension_cannot_stand_beside_what_the_envelope_has() {
            Metadata both = Metadata.empty().withCorrelation("c").withExtension("correlationid", ExtensionValue.of(""));
            Envelope<?> event = read(REQUIRED).withMetadata(both);

            InvalidEventException refusal =
                    catchThrowableOfType(InvalidEventException.class, () -> codec.encode(event));

            assertThat(refusal.attribute()).isEqualTo("correlationid");
        }
    }

    @Nested
    class When_java_cannot_hold_the_time {
        @ParameterizedTest
        @CsvSource({
            "2026-01-31T08:15:30.1234567891Z,2026-01-31T08:15:30.123456789Z",
            "2026-01-31T08:15:30.99999999999999999999+02:00,2026-01-31T08:15:30.999999999+02:00",
            "2016-12-31T23:59:60Z,2016-12-31T23:59:59.999999999Z",
            "2016-12-31T23:59:60.25Z,2016-12-31T23:59:59.999999999Z",
            "1990-12-31T15:59:60-08:00,1990-12-31T15:59:59.999999999-08:00",
            "2026-01-31T08:15:30+23:59,2026-01-30T08:16:30Z",
            "2026-01-31T08:15:30-18:01,2026-02-01T02:16:30Z",
            "2026-01-31T08:15:30-00:00,2026-01-31T08:15:30Z",
            "0000-01-01T00:00:00.5+23:00,-0001-12-31T01:00:00.500Z",
        })
        void it_keeps_its_text_and_is_the_nearest_that_java_has(String text, OffsetDateTime nearest) {
            Envelope<?> event = read(REQUIRED + ",'time':'" + text + "'");

            assertThat(event.time()).contains(nearest);
            assertThat(attribute(event, "time")).isEqualTo(text);
            assertThat(codec.decode(codec.encode(event))).isEqualTo(event);
        }

        @Test
        void another_time_takes_the_place_of_the_text_too() {
            Envelope<?> event = read(REQUIRED + ",'time':'2016-12-31T23:59:60Z'");

            Envelope<?> later = event.withTime(OffsetDateTime.parse("2026-01-31T08:15:30Z"));

            assertThat(attribute(later, "time")).isEqualTo("2026-01-31T08:15:30Z");
            assertThat(later.metadata()).isEqualTo(Metadata.empty());
        }

        @Test
        void a_text_that_does_not_belong_to_the_time_is_not_written() {
            Metadata stale = read(REQUIRED + ",'time':'2016-12-31T23:59:60Z'").metadata();
            Envelope<?> event =
                    read(REQUIRED + ",'time':'2026-01-31T08:15:30Z'").withMetadata(stale);

            assertThat(attribute(event, "time")).isEqualTo("2026-01-31T08:15:30Z");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "2016-12-31T23:58:60Z",
                    "2016-12-31T23:59:61Z",
                    "2016-12-31T23:59:60+01:00",
                    "2026-01-31T08:15:30+24:00",
                    "2026-01-31T08:15:30+18:60",
                    "2026-02-30T08:15:30+19:00",
                    "2026-01-31T08:15:30.12345678901234567890",
                    "12026-01-31T08:15:30Z"
                })
        void what_is_no_time_at_all_is_refused(String text) {
            InvalidEventException refusal =
                    catchThrowableOfType(InvalidEventException.class, () -> read(REQUIRED + ",'time':'" + text + "'"));

            assertThat(refusal.attribute()).isEqualTo("time");
        }

        @Test
        void an_ordinary_time_needs_no_text() {
            Envelope<?> event = read(REQUIRED + ",'time':'2026-01-31T08:15:30.123456789+18:00'");

            assertThat(event.metadata()).isSameAs(Metadata.empty());
        }
    }

    @Nested
    class When_a_byte_order_mark_comes_first {
        private byte[] marked(String members) {
            byte[] event = json(members);
            byte[] all = new byte[event.length + 3];
            all[0] = (byte) 0xef;
            all[1] = (byte) 0xbb;
            all[2] = (byte) 0xbf;
            System.arraycopy(event, 0, all, 3, event.length);
            return all;
        }

        @Test
        void it_is_dropped() {
            String members = REQUIRED + ",'data':{'a' : [1, 2]}";

            assertThat(codec.decode(marked(members))).isEqualTo(read(members));
        }

        @Test
        void data_before_its_type_is_found_behind_it() {
            String members = "'data':{'a' : [1, 2]}," + REQUIRED;

            assertThat(codec.decode(marked(members))).isEqualTo(read(members));
        }

        @Test
        void a_second_one_is_refused() {
            byte[] twice = new String(marked("x"), StandardCharsets.UTF_8)
                    .replace("{x}", "\ufeff{" + REQUIRED.replace('\'', '"') + "}")
                    .getBytes(StandardCharsets.UTF_8);

            assertThat(catchThrowableOfType(InvalidEventException.class, () -> codec.decode(twice))
                            .attribute())
                    .isEqualTo("event");
        }

        @Test
        void one_before_data_that_stays_encoded_comes_back_with_it() {
            byte[] data = "\ufeff{\"a\":1}".getBytes(StandardCharsets.UTF_8);
            Map<String, String> attributes = Map.of(
                    "specversion", "1.0", "id", "1", "source", "/s", "type", "t", "datacontenttype", "text/json");
            Envelope<?> event = codec.decodeBinary(new WireEvent(attributes, data));

            Envelope<?> back = codec.decode(codec.encode(event));

            assertThat(Arrays.equals(((EncodedData) back.data()).bytes(), data)).isTrue();
        }
    }

    @Nested
    class When_a_uri_is_unusual {
        @ParameterizedTest
        @ValueSource(
                strings = {"urn:", "#", "?", "//storage.googleapis.com/projects/_/buckets/b", "arn:aws:s3:::b", "."})
        void every_reference_is_a_source(String source) {
            Envelope<?> event = read("'specversion':'1.0','id':'1','source':'" + source + "','type':'t'");

            assertThat(attribute(event, "source")).isEqualTo(source);
        }

        /** Event Grid writes "#" (Azure documentation, "CloudEvents v1.0 schema with Azure Event Grid"). */
        @ParameterizedTest
        @ValueSource(strings = {"#", "schema/1", "https://schemas.example/1#a"})
        void a_relative_schema_is_kept(String schema) {
            assertThat(attribute(read(REQUIRED + ",'dataschema':'" + schema + "'"), "dataschema"))
                    .isEqualTo(schema);
        }
    }

    @Test
    void a_refusal_of_something_long_is_short() {
        InvalidEventException refusal = catchThrowableOfType(
                InvalidEventException.class, () -> read(REQUIRED + ",'time':'" + "x".repeat(100_000) + "'"));

        assertThat(refusal.getMessage()).hasSizeLessThan(700);
    }
}
