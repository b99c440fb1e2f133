package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.NoData;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryPersonalKeys;
import io.triskel.personal.Personal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemasTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static JsonNode definition(Class<?> type, String name) {
        SchemaWriter schemas = new SchemaWriter("#/");
        schemas.data(type);
        return schemas.definitions().get(name).node();
    }

    @Nested
    class Data {
        private final ObjectNode placed = (ObjectNode) json(StateCodec.of().encode(OrderPlaced.example()));
        private final Judge judge = Judge.of(OrderPlaced.class);

        private List<String> changed(Consumer<ObjectNode> change) {
            change.accept(placed);
            return judge.wrongIn(placed);
        }

        @Test
        void fits_as_it_is_written() {
            assertThat(judge.wrongIn(placed)).isEmpty();
        }

        @Test
        void may_have_members_of_a_newer_writer() {
            assertThat(changed(data -> data.put("since", 2027))).isEmpty();
        }

        @Test
        void does_not_fit_without_a_required_component() {
            assertThat(changed(data -> data.remove("customer"))).hasSize(1);
        }

        @Test
        void does_not_fit_with_an_unknown_constant() {
            assertThat(changed(data -> data.put("channel", "PIGEON"))).hasSize(1);
        }

        @Test
        void does_not_fit_with_a_number_beyond_its_type() {
            assertThat(changed(data -> data.put("items", 1L << 31))).hasSize(1);
        }

        @Test
        void does_not_fit_with_something_broken_further_down() {
            assertThat(changed(data -> ((ObjectNode) data.at("/lines/1")).put("quantity", "many")))
                    .hasSize(1);
        }

        @Test
        void tells_optional_components_from_required_ones() {
            assertThat(definition(OrderPlaced.class, "OrderPlaced").get("required"))
                    .extracting(JsonNode::asText)
                    .contains("lines")
                    .doesNotContain("note");
        }

        enum Size {
            @JsonProperty("s")
            SMALL,
            LARGE
        }

        record Renamed(@JsonProperty("how-large") Size size) {}

        @Test
        void has_the_names_that_are_on_the_wire() {
            JsonNode written = json(StateCodec.of().encode(new Renamed(Size.SMALL)));

            assertThat(written.toString()).isEqualTo("{\"how-large\":\"s\"}");
            assertThat(Judge.of(Renamed.class).wrongIn(written)).isEmpty();
            assertThat(definition(Renamed.class, "JsonSchemasTest.Data.Renamed").get("required"))
                    .extracting(JsonNode::asText)
                    .containsExactly("how-large");
        }

        @Test
        void that_could_not_be_read_has_no_schema() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SchemaWriter("#/").data(Object.class))
                    .withMessageContaining("an Object may be anything");
        }
    }

    @Nested
    class Closed_sets {
        private final Judge judge = Judge.of(Family.Shape.class);

        private JsonNode written(Family.Shape shape) {
            return json(StateCodec.of().encode(shape));
        }

        @Test
        void take_each_of_their_members() {
            assertThat(List.of(
                            new Family.Shape.Circle(1),
                            new Family.Shape.Labelled("a", new Family.Shape.Circle(2)),
                            new Family.Shape.Group(List.of(Family.Shape.Point.HERE))))
                    .allSatisfy(
                            shape -> assertThat(judge.wrongIn(written(shape))).isEmpty());
        }

        sealed interface Id {
            @JsonTypeName("count")
            record Count(int count) implements Id {}

            @JsonTypeName("code")
            record Code(@JsonValue String code) implements Id {
                @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
                public Code {}
            }

            @JsonTypeName("recounted")
            record Recounted(@JsonValue Count count) implements Id {
                @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
                public Recounted {}
            }
        }

        @Test
        void take_members_that_are_one_value_in_json() {
            assertThat(List.of(new Id.Count(1), new Id.Code("a"), new Id.Recounted(new Id.Count(2))))
                    .allSatisfy(id -> assertThat(Judge.of(Id.class)
                                    .wrongIn(json(StateCodec.of().encode(id))))
                            .isEmpty());
        }

        @Test
        void refuse_a_member_that_there_is_not() {
            ObjectNode circle = (ObjectNode) written(new Family.Shape.Circle(1));

            assertThat(judge.wrongIn(circle.put("@type", "Square"))).isNotEmpty();
        }

        @Test
        void refuse_a_member_that_is_not_named() {
            ObjectNode circle = (ObjectNode) written(new Family.Shape.Circle(1));
            circle.remove("@type");

            assertThat(judge.wrongIn(circle)).isNotEmpty();
        }
    }

    @Nested
    class Personal_data {
        record Known(Personal<Family.Box<String>> who) {}

        private final InMemoryPersonalKeys keys = new InMemoryPersonalKeys();
        private final StateCodec codec = StateCodec.of().withPersonal(keys);
        private final Judge judge = Judge.of(Known.class);

        private ObjectNode written() {
            Family.Box<String> box = new Family.Box<>("Ada", List.of(), null, java.util.Map.of());
            return (ObjectNode) json(codec.encode(new Known(Personal.of("c-1", box))));
        }

        @Test
        void fits_sealed() {
            assertThat(judge.wrongIn(written())).isEmpty();
        }

        @Test
        void fits_forgotten() {
            assertThat(judge.wrongIn(json(codec.encode(new Known(new Personal.Forgotten<>("c-1"))))))
                    .isEmpty();
        }

        @Test
        void does_not_fit_in_plain_text() {
            ObjectNode plain = JSON.createObjectNode();
            plain.putObject("who").put("subject", "c-1").put("value", "Ada");

            assertThat(judge.wrongIn(plain)).isNotEmpty();
        }

        @Test
        void does_not_fit_with_a_subject_of_129_characters() {
            ObjectNode written = written();
            ((ObjectNode) written.get("who")).put("subject", "s".repeat(129));

            assertThat(judge.wrongIn(written)).hasSize(1);
        }

        @Test
        void is_described_beside_what_is_sealed() {
            JsonNode schema = definition(Known.class, "Personal-Family.Box-String");

            assertThat(schema.at("/x-triskel-sealed/$ref").asText()).isEqualTo("#/Family.Box-String");
        }
    }

    @Nested
    class Events {
        private static final EventType TYPE = EventType.of("any.thing", 1);

        private final EventCodec codec = EventCodec.of(
                TypeRegistry.builder().add(TYPE, OrderPlaced.class).build());
        private final Envelope<OrderPlaced> placed =
                Envelope.of(new EventId("/orders", "1"), TYPE, OrderPlaced.example());

        private Judge judge(Class<?> data, Class<? extends EventKind> pattern, boolean keyed) {
            return Judge.of(schemas -> schemas.event(TYPE, data, Optional.of(pattern), keyed));
        }

        static List<EventKind> patterns() {
            return List.of(
                    EventKind.plain(),
                    new EventKind.Command("payment"),
                    new EventKind.Notification("orders/1", 0),
                    new EventKind.StateTransfer("p-1", 3, false),
                    new EventKind.Sourced(new StreamId("order-1"), 7));
        }

        @Test
        void fit_their_own_pattern_and_no_other() {
            for (EventKind own : patterns()) {
                JsonNode written = json(codec.encode(placed.withPattern(own)));
                for (EventKind other : patterns()) {
                    assertThat(judge(OrderPlaced.class, other.getClass(), false)
                                    .wrongIn(written)
                                    .isEmpty())
                            .as(own + " as " + other.getClass())
                            .isEqualTo(own.getClass() == other.getClass());
                }
            }
        }

        @Test
        void of_any_pattern_fit_where_none_is_stated() {
            Judge judge = Judge.of(schemas -> schemas.event(TYPE, OrderPlaced.class, Optional.empty(), false));

            assertThat(patterns())
                    .allSatisfy(pattern -> assertThat(judge.wrongIn(json(codec.encode(placed.withPattern(pattern)))))
                            .isEmpty());
        }

        @Test
        void have_a_key_where_they_are_said_to() {
            Judge judge = judge(OrderPlaced.class, EventKind.Plain.class, true);

            assertThat(judge.wrongIn(json(codec.encode(placed)))).hasSize(1);
            assertThat(judge.wrongIn(json(codec.encode(placed.keyed("order-1")))))
                    .isEmpty();
        }

        @Test
        void of_another_type_do_not_fit() {
            ObjectNode written = (ObjectNode) json(codec.encode(placed));

            assertThat(judge(OrderPlaced.class, EventKind.Plain.class, false).wrongIn(written.put("type", "other.v1")))
                    .hasSize(1);
        }

        @Test
        void without_their_data_do_not_fit_unless_they_are_tombstones() {
            Judge judge = judge(OrderPlaced.class, EventKind.StateTransfer.class, false);
            Envelope<NoData> empty = placed.withData(TYPE, NoData.NO_DATA);

            JsonNode tombstone = json(codec.encode(empty.withPattern(new EventKind.StateTransfer("p-1", 4, true))));
            ObjectNode alive = tombstone.deepCopy();
            alive.remove("entitydeleted");

            assertThat(judge.wrongIn(tombstone)).isEmpty();
            assertThat(judge.wrongIn(alive)).isNotEmpty();
        }

        @Test
        void of_octets_have_them_in_base64() {
            EventCodec octets =
                    EventCodec.of(TypeRegistry.builder().add(TYPE, byte[].class).build());
            JsonNode written = json(octets.encode(placed.withData(TYPE, new byte[] {1, 2})));

            assertThat(judge(byte[].class, EventKind.Plain.class, false).wrongIn(written))
                    .isEmpty();
            assertThat(judge(byte[].class, EventKind.Plain.class, false).wrongIn(json(codec.encode(placed))))
                    .isNotEmpty();
        }

        @Test
        void of_no_data_have_none() {
            EventCodec none =
                    EventCodec.of(TypeRegistry.builder().add(TYPE, NoData.class).build());
            JsonNode written = json(none.encode(placed.withData(TYPE, NoData.NO_DATA)));

            assertThat(judge(NoData.class, EventKind.Plain.class, false).wrongIn(written))
                    .isEmpty();
            assertThat(judge(NoData.class, EventKind.Plain.class, false).wrongIn(json(codec.encode(placed))))
                    .isNotEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"specversion", "id", "source", "type"})
        void without_what_every_event_has_do_not_fit(String attribute) {
            ObjectNode written = (ObjectNode) json(codec.encode(placed));
            written.remove(attribute);

            assertThat(judge(OrderPlaced.class, EventKind.Plain.class, false).wrongIn(written))
                    .isNotEmpty();
        }

        @Test
        void have_extensions_that_are_no_structures() {
            ObjectNode written = (ObjectNode) json(codec.encode(placed));
            Judge judge = judge(OrderPlaced.class, EventKind.Plain.class, false);

            assertThat(judge.wrongIn(written.put("flag", true))).isEmpty();
            assertThat(judge.wrongIn(written.set("flag", JSON.createObjectNode())))
                    .hasSize(1);
        }
    }
}
