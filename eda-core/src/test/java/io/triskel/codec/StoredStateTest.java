package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.triskel.event.EventType;
import io.triskel.memory.InMemoryPersonalKeys;
import io.triskel.personal.Personal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What StoredKindsTest does not show of every kind. */
class StoredStateTest {
    record Product(String name, double weight) {}

    record Empty() {}

    sealed interface Payment {
        @JsonTypeName("card")
        record Card(String number) implements Payment {}

        @JsonTypeName("cash")
        record Cash(float cents) implements Payment {}
    }

    record Person(Personal<Name> name) {}

    record Name(String first, String last) {}

    record Nameless(Personal<First> name) {}

    record First(String first) {}

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static <T> StoredState<T> second(Class<T> type) {
        return StateCodec.of()
                .withTypes(TypeRegistry.builder()
                        .state("test.state", 2, type)
                        .upcastState("test.state", 1, old -> old)
                        .build())
                .stored(type);
    }

    private static <T> StoredState<T> unregistered(Class<T> type) {
        return StateCodec.of().stored(type);
    }

    @Nested
    class The_version {
        @Test
        void begins_every_shape_of_state() {
            assertThat(text(second(Empty.class).write(new Empty()))).isEqualTo("{\"@version\":2}");
            assertThat(text(second(Payment.class).write(new Payment.Card("4711"))))
                    .isEqualTo("{\"@version\":2,\"@type\":\"card\",\"number\":\"4711\"}");

            assertThat(second(Empty.class).read(bytes("{\"@version\":2}"))).isEqualTo(new Empty());
            assertThat(second(Payment.class).read(second(Payment.class).write(new Payment.Card("4711"))))
                    .isEqualTo(new Payment.Card("4711"));
            assertThat(second(Payment.class).read(bytes("{\"@type\":\"card\",\"number\":\"4711\"}")))
                    .isEqualTo(new Payment.Card("4711"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"@version\":}",
                    "{\"@version\":\"2\"}",
                    "{\"@version\":-2}",
                    "{\"@version\":1.5}",
                    "{\"@version\":12345678901}",
                    "{\"@version\":2",
                    "{\"@version\":2,",
                    "{\"@version\":2}}",
                    "{\"@version\":0}"
                })
        void that_nobody_wrote_is_refused(String json) {
            assertThatExceptionOfType(InvalidStateException.class)
                    .isThrownBy(() -> second(Empty.class).read(bytes(json)))
                    .withMessageContaining("Empty");
        }

        @Test
        void is_not_read_over() {
            assertThatExceptionOfType(InvalidStateException.class)
                    .isThrownBy(() -> StateCodec.of().decode(bytes("{\"@version\":2}"), Empty.class))
                    .withMessageContaining("it is stored with its version; read it with stored(..)");
        }

        @Test
        void of_an_event_type_is_that_of_its_data() {
            TypeRegistry types = TypeRegistry.builder()
                    .add("test.product", 3, Product.class)
                    .upcast(
                            EventType.of("test.product", 1),
                            EventType.of("test.product", 3),
                            old -> old.set("weight", 1))
                    .upcast(
                            EventType.of("test.product", 2),
                            EventType.of("test.product", 3),
                            old -> old.set("weight", 2))
                    .build();
            StoredState<Product> products = StateCodec.of().withTypes(types).stored(Product.class);

            assertThat(text(products.write(new Product("tea", 3)))).startsWith("{\"@version\":3,");
            assertThat(products.read(bytes("{\"name\":\"tea\"}"))).isEqualTo(new Product("tea", 1));
            assertThat(products.read(bytes("{\"@version\":2,\"name\":\"tea\"}")))
                    .isEqualTo(new Product("tea", 2));
        }

        @Test
        void of_a_class_that_is_not_registered_is_1() {
            assertThat(text(unregistered(Product.class).write(new Product("tea", 1.5))))
                    .isEqualTo("{\"name\":\"tea\",\"weight\":1.5}");
            assertThatExceptionOfType(InvalidStateException.class)
                    .isThrownBy(() -> unregistered(Product.class).read(bytes("{\"name\":\"tea\"}")))
                    .withMessageEndingWith("at weight: it is missing. If its class has changed, register it with"
                            + " TypeRegistry.builder().state(name, 2, Product.class) and the missing upcaster with"
                            + " upcastState(name, 1, ..)");
        }

        @Test
        void tells_a_changed_class_by_its_fingerprint() {
            assertThatExceptionOfType(InvalidStateException.class)
                    .isThrownBy(() -> unregistered(Product.class).read(bytes("{\"name\":\"tea\"}"), "of another class"))
                    .withMessageContaining("Its class has changed: register it");
        }
    }

    @Nested
    class Reading {
        @Test
        void loses_no_member_at_any_depth_and_no_digit() {
            record Box(List<Product> products, Optional<Payment> payment) {}
            StoredState<Box> boxes = unregistered(Box.class);

            assertThat(boxes.read(bytes("{\"products\":[{\"name\":\"tea\",\"weight\":0.30000000000000004}],"
                                    + "\"payment\":{\"@type\":\"cash\",\"cents\":16777216}}"))
                            .products())
                    .hasSize(1);
            assertThatExceptionOfType(InvalidStateException.class)
                    .isThrownBy(() -> boxes.read(bytes("{\"products\":[{\"name\":\"tea\",\"weight\":1,\"sku\":1}]}")))
                    .withMessageContaining("at products[0]: it has 'sku', which Product does not have, so the value"
                            + " would be lost");
            assertThatExceptionOfType(InvalidStateException.class)
                    .isThrownBy(() ->
                            boxes.read(bytes("{\"products\":[{\"name\":\"tea\",\"weight\":0.300000000000000001}]}")))
                    .withMessageContaining("at products[0].weight: a double would round this number");
            assertThatExceptionOfType(InvalidStateException.class)
                    .isThrownBy(
                            () -> boxes.read(bytes("{\"products\":[{\"name\":\"tea\",\"weight\":9007199254740993}]}")))
                    .withMessageContaining("a double would round this number");
        }

        @Test
        void ignores_unknown_members_where_it_may_and_rounds_nothing() {
            StoredState<Product> answers = unregistered(Product.class).ignoringUnknown();

            assertThat(answers.read(bytes("{\"name\":\"tea\",\"weight\":1,\"sku\":1}")))
                    .isEqualTo(new Product("tea", 1));
            assertThatExceptionOfType(InvalidStateException.class)
                    .isThrownBy(() -> answers.read(bytes("{\"name\":\"tea\",\"weight\":0.300000000000000001}")))
                    .withMessageContaining("would round");
        }

        @Test
        void loses_no_member_of_personal_data_and_does_not_quote_it() {
            StateCodec codec = StateCodec.of().withPersonal(new InMemoryPersonalKeys());
            byte[] stored = codec.stored(Person.class)
                    .write(new Person(new Personal.Known<>("zoe", new Name("Zoé", "Dupont"))));

            assertThatExceptionOfType(InvalidStateException.class)
                    .isThrownBy(() -> codec.stored(Nameless.class).read(stored))
                    .withMessageContaining("personal data of subject 'zoe' is not a")
                    .withMessageNotContaining("Dupont");
            assertThat(codec.stored(Nameless.class)
                            .ignoringUnknown()
                            .read(stored)
                            .name())
                    .isEqualTo(new Personal.Known<>("zoe", new First("Zoé")));
        }
    }

    @Nested
    class Registering {
        record Logged(@JsonProperty("@version") int version) {}

        sealed interface Log {
            @JsonTypeName("logged")
            record Logged(@JsonProperty("@version") int version) implements Log {}
        }

        @Test
        void refuses_a_component_of_the_versions_name() {
            for (Class<?> type : List.of(Logged.class, Log.class)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> TypeRegistry.builder()
                                .state("test.log", 1, type)
                                .build())
                        .withMessageContaining(
                                "has a component named '@version', where a stored state has its version");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> StateCodec.of().stored(type));
            }
        }

        @Test
        void refuses_a_gap_between_upcasters() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TypeRegistry.builder()
                            .state("test.state", 3, Empty.class)
                            .upcastState("test.state", 1, old -> old)
                            .build())
                    .withMessageContaining("add the missing upcaster from test.state.v2 to test.state.v3");
        }

        @Test
        void refuses_an_upcaster_that_leads_nowhere() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TypeRegistry.builder()
                            .upcastState("test.state", 1, old -> old)
                            .build())
                    .withMessageContaining("register test.state.v2 with state(\"test.state\", 2, ....class)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TypeRegistry.builder()
                            .state("test.state", 1, Empty.class)
                            .upcastState("test.state", 1, old -> old)
                            .build())
                    .withMessageContaining("leads to test.state.v2, and test.state.v1 is registered");
        }

        @Test
        void refuses_a_second_version_or_upcaster_of_a_state() {
            TypeRegistry.Builder types =
                    TypeRegistry.builder().state("test.state", 2, Empty.class).upcastState("test.state", 1, old -> old);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> types.state("test.state", 3, Product.class))
                    .withMessageContaining("State test.state.v3 is already registered as test.state.v2");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> types.state("test.other", 1, Empty.class))
                    .withMessageContaining("State test.other.v1 is already registered as test.state.v2");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> types.upcastState("test.state", 1, old -> old))
                    .withMessageContaining("there is another from test.state.v1");
        }

        @Test
        void refuses_the_data_of_an_event_type() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TypeRegistry.builder()
                            .add("test.product", 1, Product.class)
                            .state("test.state", 2, Product.class)
                            .build())
                    .withMessageContaining("State test.state.v2 is the data of event type test.product.v1");
        }

        @Test
        void does_not_make_a_state_an_event_type() {
            TypeRegistry types =
                    TypeRegistry.builder().state("test.state", 2, Product.class).build();

            assertThat(types.types()).isEmpty();
            assertThat(types.typeOf(Product.class)).isEmpty();
            assertThatIllegalArgumentException().isThrownBy(() -> types.requireTypesBelow(Product.class, "A consumer"));
        }
    }
}
