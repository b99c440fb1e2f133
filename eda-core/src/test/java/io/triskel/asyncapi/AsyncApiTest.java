package io.triskel.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AsyncApiTest {
    private static final EventType PAID = EventType.of("shop.paid", 2);
    private static final EventType PAID_BEFORE = EventType.of("shop.paid", 1);
    private static final EventType SHIPPED = EventType.of("shop/shipped", 1);

    sealed interface Fact {
        record Paid(String order, int cents) implements Fact {}

        record Shipped(String order) implements Fact {}
    }

    record OldPaid(String order) {}

    private final TypeRegistry types = TypeRegistry.builder()
            .add(PAID_BEFORE, OldPaid.class)
            .add(PAID, Fact.Paid.class)
            .add(SHIPPED, Fact.Shipped.class)
            .upcast(PAID_BEFORE, PAID, old -> old.set("cents", 0))
            .build();
    private final AsyncApi shop = AsyncApi.of("Shop", "1.2.3", types);

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(java.util.Map.Entry::getKey).toList();
    }

    private static JsonNode read(AsyncApi described) {
        try {
            return new ObjectMapper().readTree(described.document().toString());
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Nested
    class Of_a_registry_alone {
        private final JsonNode document = read(shop);

        @Test
        void has_a_message_for_every_type_on_one_channel() {
            assertThat(document.get("asyncapi").asText()).isEqualTo("3.0.0");
            assertThat(document.at("/info/title").asText()).isEqualTo("Shop");
            assertThat(names(document.at("/components/messages")))
                    .containsExactly("shop.paid.v1", "shop.paid.v2", "shop_47_shipped.v1");
            assertThat(names(document.at("/channels/events/messages")))
                    .isEqualTo(names(document.at("/components/messages")));
            assertThat(document.get("operations")).isEmpty();
        }

        @Test
        void tells_what_an_older_version_becomes() {
            assertThat(document.at("/components/messages/shop.paid.v1/x-triskel-upcast-to")
                            .asText())
                    .isEqualTo("shop.paid.v2");
        }

        @Test
        void takes_the_events_that_the_codec_writes_and_refuses_others() throws Exception {
            ObjectNode payload =
                    document.at("/components/messages/shop.paid.v2/payload").deepCopy();
            payload.set("components", document.get("components"));
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(payload.toString(), InputFormat.JSON);
            ObjectNode event = (ObjectNode) new ObjectMapper()
                    .readTree(EventCodec.of(types)
                            .encode(Envelope.of(new EventId("/shop", "1"), PAID, new Fact.Paid("order-1", 700))));

            assertThat(schema.validate(event.toString(), InputFormat.JSON)).isEmpty();
            ((ObjectNode) event.get("data")).put("cents", "many");
            assertThat(schema.validate(event.toString(), InputFormat.JSON)).isNotEmpty();
        }

        @Test
        void is_the_same_text_each_time() {
            assertThat(shop.json()).isEqualTo(shop.json()).endsWith("}\n");
        }
    }

    @Nested
    class When_told_more {
        @Test
        void messages_have_pattern_and_ordering_key() {
            JsonNode message = read(shop.messages(EventKind.Sourced.class, "order-{order}", Fact.class))
                    .at("/components/messages/shop.paid.v2");

            assertThat(message.get("x-triskel-pattern").asText()).isEqualTo("Sourced");
            assertThat(message.get("x-triskel-ordering-key").asText()).isEqualTo("order-{order}");
            assertThat(message.get("payload").findValuesAsText("$ref"))
                    .contains("#/components/schemas/Pattern.Sourced");
        }

        @Test
        void messages_without_order_need_no_key() {
            JsonNode message =
                    read(shop.unordered(EventKind.Plain.class, Fact.class)).at("/components/messages/shop.paid.v2");

            assertThat(message.has("x-triskel-ordering-key")).isFalse();
            assertThat(message.get("payload").toString()).doesNotContain("partitionkey");
        }

        @Test
        void operations_name_the_messages_of_who_sends_and_receives() {
            EventConsumer shipping = EventConsumer.named("shipping")
                    .on(PAID, (event, handling) -> {})
                    .build();

            JsonNode operations = read(shop.channel("orders", "All orders.")
                            .sends("payment", Fact.Paid.class)
                            .receives(shipping))
                    .get("operations");

            assertThat(names(operations)).containsExactly("payment.send", "shipping.receive");
            assertThat(operations.at("/shipping.receive/action").asText()).isEqualTo("receive");
            assertThat(operations.at("/shipping.receive/channel/$ref").asText()).isEqualTo("#/channels/orders");
            assertThat(operations.at("/shipping.receive/messages").findValuesAsText("$ref"))
                    .containsExactly("#/channels/orders/messages/shop.paid.v2");
        }
    }

    @Nested
    class Refuses {
        @Test
        void an_ordering_key_of_no_member() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> shop.messages(EventKind.Sourced.class, "order-{id}", Fact.Paid.class))
                    .withMessage(
                            "The ordering key 'order-{id}' of shop.paid.v2 names 'id', which is not a member of its"
                                    + " data; there are cents, order");
        }

        @Test
        void to_describe_a_type_twice() {
            shop.messages(EventKind.Sourced.class, "order-{order}", Fact.Paid.class);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> shop.unordered(EventKind.Plain.class, Fact.class))
                    .withMessage(
                            "shop.paid.v2 is described twice: as Sourced ordered by order-{order}, and as Plain without"
                                    + " order");
        }

        @Test
        void a_class_of_no_type() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> shop.sends("payment", String.class))
                    .withMessageStartingWith("payment wants java.lang.String, which is not registered");
        }

        @Test
        void a_received_type_that_is_not_registered() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> shop.receives("shipping", Set.of(EventType.of("shop.lost", 1))))
                    .withMessage(
                            "shipping receives shop.lost.v1, which is not registered: add it to the registry of the"
                                    + " document");
        }
    }
}
