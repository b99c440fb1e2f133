package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.NoData;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Typed data, octets, no data, and data that is kept as it came. */
class DataTest {
    private static final EventType SHAPE = EventType.of("test.shape", 1);

    sealed interface Shape {
        @JsonTypeName("circle")
        record Circle(int radius) implements Shape {}

        @JsonTypeName("square")
        record Square(int side) implements Shape {}
    }

    record Drawing(
            Shape shape,
            List<Shape> more,
            Optional<String> title,
            @Nullable String note,
            int count,
            OffsetDateTime at,
            Set<String> tags,
            Map<String, Integer> sizes) {
        public String getTitleOrNone() {
            return title.orElse("none");
        }

        public boolean isEmpty() {
            return count == 0;
        }
    }

    record Empty() {}

    record Picky(int value) {
        Picky {
            if (value < 0) {
                throw new IllegalStateException("negative");
            }
        }
    }

    record Asserting(int value) {
        Asserting {
            if (value < 0) {
                throw new AssertionError("never negative");
            }
        }
    }

    private final TypeRegistry types = TypeRegistry.builder()
            .add(SHAPE, Drawing.class)
            .add(EventType.of("test.empty", 1), Empty.class)
            .add(EventType.of("test.octets", 1), byte[].class)
            .add(EventType.of("test.nothing", 1), NoData.class)
            .add(EventType.of("test.raw", 1), EncodedData.class)
            .add(OrderPlaced.TYPE, OrderPlaced.class)
            .build();
    private final EventCodec codec = EventCodec.of(types);

    private static final String DRAWING = "'shape':{'@type':'circle','radius':1},'more':[],'count':1,"
            + "'at':'2026-01-31T08:15:30+02:00','tags':[],'sizes':{}";

    private static byte[] wire(EventType type, String members) {
        return ("{'specversion':'1.0','id':'1','source':'/s','type':'" + type + "'" + members + "}")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
    }

    private InvalidEventException refused(EventType type, String members) {
        InvalidEventException refusal =
                catchThrowableOfType(InvalidEventException.class, () -> codec.decode(wire(type, members)));
        assertThat(refusal).as("refusal").isNotNull();
        return refusal;
    }

    private String encoded(EventType type, Object data) {
        return new String(codec.encode(Envelope.of(new EventId("/s", "1"), type, data)), StandardCharsets.UTF_8);
    }

    @Nested
    class When_data_is_typed {
        @Test
        void only_components_are_written_and_nothing_that_is_absent() {
            Drawing drawing = new Drawing(
                    new Shape.Circle(1),
                    List.of(new Shape.Square(2)),
                    Optional.empty(),
                    null,
                    1,
                    OffsetDateTime.parse("2026-01-31T08:15:30+02:00"),
                    Set.of("a"),
                    Map.of("b", 1));

            String json = encoded(SHAPE, drawing);

            assertThat(json)
                    .endsWith("\"data\":{\"shape\":{\"@type\":\"circle\",\"radius\":1},"
                            + "\"more\":[{\"@type\":\"square\",\"side\":2}],\"count\":1,"
                            + "\"at\":\"2026-01-31T08:15:30+02:00\",\"tags\":[\"a\"],\"sizes\":{\"b\":1}}}");
            assertThat(codec.decode(json.getBytes(StandardCharsets.UTF_8)).data())
                    .isEqualTo(drawing);
        }

        @Test
        void a_record_without_components_is_an_empty_object() {
            String json = encoded(EventType.of("test.empty", 1), new Empty());

            assertThat(json).endsWith("\"data\":{}}");
            assertThat(codec.decode(json.getBytes(StandardCharsets.UTF_8)).data())
                    .isEqualTo(new Empty());
        }

        @Test
        void unknown_members_are_ignored_since_a_newer_writer_may_add_some() {
            byte[] wire = wire(SHAPE, ",'data':{" + DRAWING + ",'colour':{'r':1}}");

            assertThat(codec.decode(wire).data()).isInstanceOf(Drawing.class);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'count':1       | 'coun':1                                     | count
            'count':1       | 'count':null                                 | count
            'count':1       | 'count':'1'                                  | count
            'count':1       | 'count':1.5                                  | count
            'tags':[]       | 'tags':null                                  | tags
            'tags':[]       | 'tags':['a',null]                            | tags
            'more':[]       | 'more':[{'@type':'square','side':'x'}]       | more[0].side
            'more':[]       | 'more':[{'@type':'square'}]                  | more[0].side
            'more':[]       | 'more':[{'side':1}]                          | more[0]
            'more':[]       | 'more':[{'@type':'java.lang.Object'}]        | more[0]
            'more':[]       | 'more':[{'@type':'Triangle'}]                | more[0]
            'sizes':{}      | 'sizes':{'a':null}                           | sizes
            """)
        void what_is_wrong_in_it_is_named_with_its_path(String right, String wrong, String path) {
            InvalidEventException refusal = refused(SHAPE, ",'data':{" + DRAWING.replace(right, wrong) + "}");

            assertThat(refusal.attribute()).isEqualTo("data");
            assertThat(refusal.reason()).contains(path);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ",'data':null", ",'data_base64':null"})
        void an_event_without_its_data_is_refused(String members) {
            assertThat(refused(SHAPE, members).reason()).contains("test.shape.v1 has data of");
        }

        @Test
        void a_content_type_that_is_not_json_is_refused_also_if_it_comes_last() {
            assertThat(refused(SHAPE, ",'data':{" + DRAWING + "},'datacontenttype':'text/plain'")
                            .attribute())
                    .isEqualTo("datacontenttype");
            assertThat(refused(SHAPE, ",'datacontenttype':'text/plain','data':'x'")
                            .attribute())
                    .isEqualTo("datacontenttype");
        }

        @Test
        void json_that_came_as_octets_is_read() {
            String octets = java.util.Base64.getEncoder().encodeToString("{}".getBytes(StandardCharsets.UTF_8));

            Envelope<?> event = codec.decode(wire(EventType.of("test.empty", 1), ",'data_base64':'" + octets + "'"));

            assertThat(event.data()).isEqualTo(new Empty());
        }

        @Test
        void a_list_may_have_absent_elements_if_they_are_optional() {
            record Gaps(List<Optional<String>> values) {}
            EventType type = EventType.of("test.gaps", 1);
            EventCodec gapped =
                    EventCodec.of(TypeRegistry.builder().add(type, Gaps.class).build());
            Gaps gaps = new Gaps(List.of(Optional.of("a"), Optional.empty()));

            Envelope<?> event = gapped.decode(gapped.encode(Envelope.of(new EventId("/s", "1"), type, gaps)));

            assertThat(event.data()).isEqualTo(gaps);
        }

        @Test
        void a_record_that_refuses_its_values_makes_the_event_invalid() {
            EventType type = EventType.of("test.picky", 1);
            EventCodec picky =
                    EventCodec.of(TypeRegistry.builder().add(type, Picky.class).build());

            InvalidEventException refusal = catchThrowableOfType(
                    InvalidEventException.class, () -> picky.decode(wire(type, ",'data':{'value':-1}")));

            assertThat(refusal.attribute()).isEqualTo("data");
            assertThat(refusal.reason()).contains("negative");
        }

        @Test
        void a_record_that_fails_with_an_error_makes_the_event_invalid_too() {
            EventType type = EventType.of("test.asserting", 1);
            EventCodec asserting = EventCodec.of(
                    TypeRegistry.builder().add(type, Asserting.class).build());

            InvalidEventException refusal = catchThrowableOfType(
                    InvalidEventException.class, () -> asserting.decode(wire(type, ",'data':{'value':-1}")));

            assertThat(refusal.attribute()).isEqualTo("data");
            assertThat(refusal.reason()).contains("never negative");
        }

        @Test
        void a_class_name_is_never_followed() {
            record Holder(Object any) {}
            byte[] json = "{\"any\":[\"java.util.Date\",1]}".getBytes(StandardCharsets.UTF_8);

            Holder holder = StateCodec.of().decode(json, Holder.class);

            assertThat(holder).isEqualTo(new Holder(List.of("java.util.Date", 1)));
        }
    }

    @Nested
    class When_there_is_no_data {
        @Test
        void none_is_written_and_none_read() {
            String json = encoded(EventType.of("test.nothing", 1), NoData.NO_DATA);

            assertThat(json).doesNotContain("data\"");
            assertThat(codec.decode(json.getBytes(StandardCharsets.UTF_8)).data())
                    .isEqualTo(NoData.NO_DATA);
        }

        @Test
        void an_unknown_type_may_have_none() {
            assertThat(codec.decode(wire(AnyEnvelope.UNKNOWN, "")).data()).isEqualTo(NoData.NO_DATA);
        }

        @Test
        void a_tombstone_may_have_none() {
            Envelope<?> tombstone = Envelope.of(new EventId("/s", "1"), SHAPE, NoData.NO_DATA)
                    .withPattern(new EventKind.StateTransfer("e", 3, true));

            assertThat(codec.decode(codec.encode(tombstone))).isEqualTo(tombstone);
            assertThat(codec.decodeBinary(codec.encodeBinary(tombstone))).isEqualTo(tombstone);
        }

        @Test
        void a_null_of_an_unknown_type_is_data() {
            assertThat(codec.decode(wire(AnyEnvelope.UNKNOWN, ",'data':null")).data())
                    .isEqualTo(new EncodedData(Optional.empty(), "null".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Nested
    class When_data_is_kept_as_it_came {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{ 'a' : [ 1.50 , -0 ] }",
                    "'text \\u00e9 \\/'",
                    "12.340e1",
                    "-7",
                    "true",
                    "false",
                    "null",
                    "[]",
                    "''"
                })
        void its_bytes_are_the_same_to_the_white_space(String data) {
            String json = data.replace('\'', '"');
            byte[] first = wire(AnyEnvelope.UNKNOWN, ",'data': " + data + " ,'x':1");
            byte[] last = wire(AnyEnvelope.UNKNOWN, ",'data':" + data);

            for (byte[] wire : List.of(first, last)) {
                Envelope<?> event = codec.decode(wire);
                assertThat(event.data())
                        .isEqualTo(new EncodedData(Optional.empty(), json.getBytes(StandardCharsets.UTF_8)));
                assertThat(new String(codec.encode(event), StandardCharsets.UTF_8))
                        .contains("\"data\":" + json);
            }
        }

        @Test
        void a_type_may_be_registered_to_stay_encoded() {
            assertThat(codec.decode(wire(EventType.of("test.raw", 1), ",'data':1"))
                            .data())
                    .isEqualTo(new EncodedData(Optional.empty(), new byte[] {'1'}));
        }

        @Test
        void text_that_is_no_utf_8_travels_as_octets() {
            EncodedData latin =
                    new EncodedData(Optional.of("text/plain; charset=iso-8859-1"), new byte[] {(byte) 0xe9});

            String json = encoded(AnyEnvelope.UNKNOWN, latin);

            assertThat(json).contains("data_base64");
            assertThat(codec.decode(json.getBytes(StandardCharsets.UTF_8)).data())
                    .isEqualTo(latin);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{", "{} {}", "", "nul", "{\"a\":01}"})
        void what_is_said_to_be_json_and_is_not_travels_as_octets(String broken) {
            EncodedData data =
                    new EncodedData(Optional.of("application/json"), broken.getBytes(StandardCharsets.UTF_8));

            String json = encoded(AnyEnvelope.UNKNOWN, data);

            assertThat(json).contains("data_base64");
            assertThat(codec.decode(json.getBytes(StandardCharsets.UTF_8)).data())
                    .isEqualTo(data);
        }

        @Test
        void data_that_is_neither_json_nor_a_string_is_refused() {
            assertThat(refused(AnyEnvelope.UNKNOWN, ",'data':{},'datacontenttype':'text/plain'")
                            .attribute())
                    .isEqualTo("data");
        }
    }

    @Nested
    class When_data_is_octets {
        @Test
        void they_come_as_they_went() {
            EventType type = EventType.of("test.octets", 1);

            String json = encoded(type, new byte[] {0, -1});

            assertThat(json).endsWith("\"data_base64\":\"AP8=\"}");
            assertThat(codec.decode(json.getBytes(StandardCharsets.UTF_8)).data())
                    .isEqualTo(new byte[] {0, -1});
        }

        @Test
        void text_of_a_text_type_is_read_as_its_bytes() {
            assertThat(codec.decode(wire(EventType.of("test.octets", 1), ",'data':'é','datacontenttype':'text/plain'"))
                            .data())
                    .isEqualTo("é".getBytes(StandardCharsets.UTF_8));
        }
    }
}
