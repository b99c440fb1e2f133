package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.ExtensionValue;
import io.triskel.event.Metadata.TraceContext;
import io.triskel.event.NoData;
import io.triskel.event.StreamId;
import io.triskel.json.JsonMapping;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not a CloudEvent is refused, and the refusal names the attribute and the reason. */
class InvalidEventTest {
    private static final String REQUIRED = "'specversion':'1.0','id':'1','source':'/s','type':'t'";

    private final EventCodec codec = EventCodec.of(AnyEnvelope.TYPES);

    private static byte[] json(String members) {
        return ("{" + members + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private InvalidEventException refused(byte[] event) {
        InvalidEventException refusal = catchThrowableOfType(InvalidEventException.class, () -> codec.decode(event));
        assertThat(refusal).as("refusal").isNotNull();
        return refusal;
    }

    private void assertRefused(byte[] event, String attribute, String reason) {
        InvalidEventException refusal = refused(event);
        assertThat(refusal.attribute()).isEqualTo(attribute);
        assertThat(refusal.reason()).contains(reason);
        assertThat(refusal).hasMessage("Invalid event, " + attribute + ": " + refusal.reason());
    }

    @Nested
    class When_an_attribute_is_wrong {
        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                'id':'1','source':'/s','type':'t'                         | specversion | required and missing
                'specversion':'0.3','id':'1','source':'/s','type':'t'     | specversion | "1.0", not "0.3"
                'specversion':1.0,'id':'1','source':'/s','type':'t'       | specversion | not 1.0
                'specversion':1,'id':'1','source':'/s','type':'t'         | specversion | a string, not 1
                'specversion':'1.0','source':'/s','type':'t'              | id          | required and missing
                'specversion':'1.0','id':null,'source':'/s','type':'t'    | id          | required and missing
                'specversion':'1.0','id':'','source':'/s','type':'t'      | id          | required and empty
                'specversion':'1.0','id':7,'source':'/s','type':'t'       | id          | a string, not 7
                'specversion':'1.0','id':'1','type':'t'                   | source      | required and missing
                'specversion':'1.0','id':'1','source':'','type':'t'       | source      | required and empty
                'specversion':'1.0','id':'1','source':'a b','type':'t'    | source      | RFC 3986
                'specversion':'1.0','id':'1','source':'%2','type':'t'     | source      | two hexadecimal digits
                'specversion':'1.0','id':'1','source':'1a:b','type':'t'   | source      | not a scheme
                'specversion':'1.0','id':'1','source':'/a#b#c','type':'t' | source      | begins the fragment
                'specversion':'1.0','id':'1','source':'/a[1]','type':'t'  | source      | enclose an IP address
                'specversion':'1.0','id':'1','source':'//[::1]/]','type':'t' | source   | enclose an IP address
                'specversion':'1.0','id':'1','source':'//[x]/','type':'t' | source      | enclose an IP address
                'specversion':'1.0','id':'1','source':'/s'                | type        | required and missing
                'specversion':'1.0','id':'1','source':'/s','type':''      | type        | required and empty
                """)
        void a_required_attribute_is_named(String members, String attribute, String reason) {
            assertRefused(json(members), attribute, reason);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                'time':'yesterday'                       | time            | RFC 3339
                'time':'2026-01-31T08:15:30'             | time            | Z or an offset
                'time':'2026-02-30T08:15:30Z'            | time            | RFC 3339
                'time':'2026-01-31T08:15:30.Z'           | time            | 1 digit or more
                'time':'2016-12-31T23:58:60Z'            | time            | leap second
                'dataschema':'a schema'                  | dataschema      | RFC 3986
                'dataschema':''                          | dataschema      | not empty
                'datacontenttype':'json'                 | datacontenttype | media type
                'datacontenttype':''                     | datacontenttype | media type
                'subject':''                             | subject         | at least 1 character
                'subject':true                           | subject         | a string, not true
                'subject':'a\\u0007b'                    | subject         | U+0007 at index 1
                'subject':'\\ud800'                      | subject         | U+D800 at index 0
                'subject':'\\uffff'                      | subject         | U+FFFF at index 0
                'partitionkey':'\\u0000'                  | partitionkey    | U+0000
                'ratio':1.5                              | ratio           | not 1.5
                'ratio':1e3                              | ratio           | not 1e3
                'big':2147483648                         | big             | 32 bits
                'small':-2147483649                      | small           | 32 bits
                'list':[1]                               | list            | a string, a boolean or a whole number
                'map':{}                                 | map             | a string, a boolean or a whole number
                'Upper':'x'                              | Upper           | lower-case letters and digits
                'with_line':'x'                          | with_line       | lower-case letters and digits
                '':'x'                                   | ``              | lower-case letters and digits
                'id':'2'                                 | id              | twice
                'x':'1','x':'2'                          | x               | twice
                'x':1,'x':1                              | x               | twice
                'data':1,'data':2                        | data            | not both
                'data':1,'data_base64':'AA=='            | data_base64     | not both
                'data_base64':'AA==','data':null         | data            | not both
                'data_base64':'A'                        | data_base64     | not Base64
                'data_base64':'AA\\n=='                  | data_base64     | not Base64
                'data_base64':5                          | data_base64     | a string
                'triskelpattern':'dance'                 | triskelpattern  | sourced, not 'dance'
                'triskelpattern':'sourced','sequence':'1'| stream          | as a string
                'triskelpattern':'sourced','stream':'s','sequence':'0'    | sequence      | at least 1
                'triskelpattern':'sourced','stream':'s','sequence':'x'    | sequence      | decimal number
                'triskelpattern':'sourced','stream':'s','sequence':'9999999999999999999' | sequence | decimal number
                'triskelpattern':'state','entity':'e','entityversion':1   | entityversion | as a string
                'triskelpattern':'state','entity':'e','entityversion':'1','entitydeleted':'maybe' | entitydeleted | true or false
                'triskelpattern':'notification','lookup':'//evil.example/x','lookupversion':'1' | lookup | relative reference
                'triskelpattern':'command'               | commandtarget   | as a string
                """)
        void an_optional_or_extension_attribute_is_named(String members, String attribute, String reason) {
            assertRefused(json(REQUIRED + "," + members), attribute, reason);
        }
    }

    @Nested
    class When_the_event_as_a_whole_is_broken {
        @ParameterizedTest
        @ValueSource(strings = {"", " ", "[]", "1", "null", "\"text\"", "nonsense", "{", "{\"id\":", "{\"id\":\"1\",}"})
        void it_is_refused(String text) {
            assertThat(refused(text.getBytes(StandardCharsets.UTF_8)).attribute())
                    .isEqualTo("event");
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "x", "]", "}", ","})
        void nothing_may_follow_its_end(String garbage) {
            byte[] event = (new String(json(REQUIRED), StandardCharsets.UTF_8) + " \n" + garbage)
                    .getBytes(StandardCharsets.UTF_8);

            assertThat(refused(event).attribute()).isEqualTo("event");
        }

        @Test
        void white_space_may_follow_its_end() {
            byte[] event = (" " + new String(json(REQUIRED), StandardCharsets.UTF_8) + " \r\n\t ")
                    .getBytes(StandardCharsets.UTF_8);

            assertThat(codec.decode(event).id().id()).isEqualTo("1");
        }

        @Test
        void an_unknown_escape_is_refused() {
            assertRefused(json(REQUIRED + ",'x':'\\q'"), "event", "escape");
        }

        @Test
        void bytes_that_are_no_utf_8_are_refused() {
            byte[] overlong = json(REQUIRED + ",'x':'??'");
            int at = new String(overlong, StandardCharsets.UTF_8).indexOf("??");
            overlong[at] = (byte) 0xc0;
            overlong[at + 1] = (byte) 0xaf;

            assertRefused(overlong, "event", "UTF-8");
        }

        @Test
        void an_event_in_utf_16_is_refused() {
            byte[] event = new String(json(REQUIRED), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16BE);

            assertThat(refused(event).attribute()).isEqualTo("event");
        }

        @Test
        void data_may_be_nested_200_deep_and_not_deeper() {
            int inner = JsonMapping.MAX_DEPTH - 1;

            codec.decode(json(REQUIRED + ",'data':" + "[".repeat(inner) + "]".repeat(inner)));

            assertRefused(
                    json(REQUIRED + ",'data':" + "[".repeat(inner + 1) + "]".repeat(inner + 1)),
                    "event",
                    "nesting depth");
        }

        @Test
        void a_deep_event_costs_no_stack() {
            EventCodec large = codec.withMaxBytes(10_000_000);
            byte[] event = json(REQUIRED + ",'data':" + "[".repeat(4_000_000));

            assertThatExceptionOfType(InvalidEventException.class).isThrownBy(() -> large.decode(event));
        }
    }

    @Nested
    class When_an_envelope_cannot_be_written {
        private final Envelope<NoData> event =
                Envelope.of(new EventId("/s", "1"), AnyEnvelope.CANCELLED, NoData.NO_DATA);

        private void assertNotWritten(Envelope<?> unwritable, String attribute, String reason) {
            InvalidEventException structured =
                    catchThrowableOfType(InvalidEventException.class, () -> codec.encode(unwritable));
            InvalidEventException binary =
                    catchThrowableOfType(InvalidEventException.class, () -> codec.encodeBinary(unwritable));
            assertThat(structured.attribute()).isEqualTo(attribute);
            assertThat(structured.reason()).contains(reason);
            assertThat(binary).hasMessage(structured.getMessage());
        }

        @Test
        void a_source_that_is_no_uri_reference_is_refused() {
            assertNotWritten(
                    Envelope.of(new EventId("a source", "1"), AnyEnvelope.CANCELLED, NoData.NO_DATA),
                    "source",
                    "RFC 3986");
        }

        @Test
        void an_extension_with_a_control_character_is_refused() {
            assertNotWritten(
                    event.withMetadata(Metadata.empty().withExtension("x", ExtensionValue.of("\u0085"))),
                    "x",
                    "U+0085");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "specversion",
                    "id",
                    "source",
                    "type",
                    "subject",
                    "time",
                    "datacontenttype",
                    "dataschema",
                    "data",
                    "partitionkey",
                    "correlationid",
                    "causationid",
                    "triskelpattern"
                })
        void an_extension_cannot_stand_for_what_the_envelope_has(String name) {
            assertNotWritten(
                    event.withMetadata(Metadata.empty().withExtension(name, ExtensionValue.of("x"))),
                    name,
                    "place of its own");
        }

        @Test
        void an_extension_cannot_stand_for_what_the_pattern_has() {
            Envelope<?> withStream =
                    event.withMetadata(Metadata.empty().withExtension("stream", ExtensionValue.of("x")));

            assertNotWritten(
                    withStream.withPattern(new EventKind.Sourced(new StreamId("s"), 1)), "stream", "place of its own");
            assertThat(codec.decode(codec.encode(withStream))).isEqualTo(withStream);
        }

        @Test
        void an_extension_cannot_stand_beside_a_trace() {
            TraceContext trace = TraceContext.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
            Metadata both = Metadata.empty()
                    .withTrace(Optional.of(trace))
                    .withExtension("tracestate", ExtensionValue.of("x=1"));

            assertNotWritten(event.withMetadata(both), "tracestate", "place of its own");
        }

        @Test
        void a_time_beyond_rfc_3339_is_refused() {
            assertNotWritten(
                    event.withTime(OffsetDateTime.of(10_000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC)),
                    "time",
                    "0000 to 9999");
        }

        @Test
        void data_of_another_class_than_its_type_is_registered_for_is_refused() {
            assertNotWritten(
                    event.withData(OrderPlaced.TYPE, "text"), "data", "registered for io.triskel.codec.OrderPlaced");
        }

        @Test
        void typed_data_under_a_content_type_that_is_not_json_is_refused() {
            Envelope<?> order = event.withData(OrderPlaced.TYPE, OrderPlaced.example());

            assertNotWritten(
                    order.withMetadata(Metadata.empty().withDataContentType("text/plain")),
                    "datacontenttype",
                    "written as JSON");
        }

        @Test
        void two_content_types_are_refused() {
            Envelope<?> data =
                    event.withData(AnyEnvelope.UNKNOWN, new EncodedData(Optional.of("text/plain"), new byte[0]));

            assertNotWritten(
                    data.withMetadata(Metadata.empty().withDataContentType("text/html")),
                    "datacontenttype",
                    "text/plain");
        }
    }

    @Nested
    class When_attributes_come_in_binary_mode {
        @Test
        void they_are_checked_alike() {
            WireEvent wire =
                    new WireEvent(Map.of("specversion", "1.0", "id", "1", "source", "/s", "Type", "t"), new byte[0]);

            assertThatExceptionOfType(InvalidEventException.class)
                    .isThrownBy(() -> codec.decodeBinary(wire))
                    .satisfies(refusal -> assertThat(refusal.attribute()).isEqualTo("Type"));
        }

        @Test
        void data_is_no_attribute() {
            WireEvent wire = new WireEvent(
                    Map.of("specversion", "1.0", "id", "1", "source", "/s", "type", "t", "data", "x"), new byte[0]);

            assertThatExceptionOfType(InvalidEventException.class)
                    .isThrownBy(() -> codec.decodeBinary(wire))
                    .satisfies(refusal -> assertThat(refusal.attribute()).isEqualTo("data"));
        }
    }

    @Nested
    class When_a_trace_is_broken {
        @Test
        void the_event_is_read_and_the_trace_kept_as_it_was() {
            byte[] wire = json(REQUIRED + ",'traceparent':'zz','tracestate':'a=1'");

            Envelope<?> event = codec.decode(wire);

            assertThat(event.metadata().trace()).isEmpty();
            assertThat(event.metadata().extensions())
                    .containsEntry("traceparent", ExtensionValue.of("zz"))
                    .containsEntry("tracestate", ExtensionValue.of("a=1"));
            assertThat(codec.decode(codec.encode(event))).isEqualTo(event);
        }
    }
}
