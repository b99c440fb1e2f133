package io.triskel.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.triskel.json.Schema;
import io.triskel.personal.Personal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateCodecTest {
    sealed interface Order {
        @JsonTypeName("open")
        record Open(String id, List<Line> lines) implements Order {}

        sealed interface Ended extends Order {
            @JsonTypeName("shipped")
            record Shipped(String id, Instant at) implements Ended {}

            @JsonTypeName("cancelled")
            record Cancelled(String id, Optional<String> reason) implements Ended {}
        }
    }

    record Line(String sku, int quantity, BigDecimal price, Duration delay) {}

    record Page<T>(List<T> items, Map<String, T> byName) {}

    record Book(Page<Line> page, Order order) {}

    private final StateCodec codec = StateCodec.of();

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Nested
    class When_a_state_is_one_of_a_closed_set {
        @Test
        void it_is_read_as_the_set() {
            List<Order> states = List.of(
                    new Order.Open("1", List.of(new Line("s", 1, new BigDecimal("1.50"), Duration.ofMinutes(1)))),
                    new Order.Ended.Shipped("1", Instant.parse("2026-01-31T08:00:00.123456789Z")),
                    new Order.Ended.Cancelled("1", Optional.of("why")));

            for (Order state : states) {
                assertThat(codec.decode(codec.encode(state), Order.class)).isEqualTo(state);
            }
        }

        @Test
        void it_is_read_as_its_own_record_too() {
            Order.Ended.Cancelled state = new Order.Ended.Cancelled("1", Optional.empty());

            assertThat(text(codec.encode(state))).isEqualTo("{\"@type\":\"cancelled\",\"id\":\"1\"}");
            assertThat(codec.decode(codec.encode(state), Order.Ended.Cancelled.class))
                    .isEqualTo(state);
            assertThat(codec.decode(codec.encode(state), Order.Ended.class)).isEqualTo(state);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"id\":\"1\"}",
                    "{\"@type\":\"Lost\",\"id\":\"1\"}",
                    "{\"@type\":\"io.triskel.codec.StateCodecTest$Order$Open\",\"id\":\"1\",\"lines\":[]}"
                })
        void nothing_else_is_read(String json) {
            assertThatExceptionOfType(InvalidStateException.class)
                    .isThrownBy(() -> codec.decode(json.getBytes(StandardCharsets.UTF_8), Order.class));
        }
    }

    @Nested
    class When_a_state_is_generic_or_nested {
        @Test
        void its_components_keep_their_types() {
            Line line = new Line("s", 1, BigDecimal.ONE, Duration.ZERO);
            Book book = new Book(new Page<>(List.of(line), Map.of("a", line)), new Order.Open("1", List.of()));

            assertThat(codec.decode(codec.encode(book), Book.class)).isEqualTo(book);
        }
    }

    @Nested
    class When_bytes_are_no_such_state {
        @ParameterizedTest
        @ValueSource(strings = {"", "null", "[]", "{", "{\"sku\":\"s\"}", "{} {}", "1"})
        void they_are_refused(String json) {
            assertThatExceptionOfType(InvalidStateException.class)
                    .isThrownBy(() -> codec.decode(json.getBytes(StandardCharsets.UTF_8), Line.class))
                    .withMessageContaining("io.triskel.codec.StateCodecTest$Line");
        }

        @Test
        void the_place_is_named() {
            String json = "{\"@type\":\"open\",\"id\":\"1\",\"lines\":[{\"sku\":\"s\",\"quantity\":null}]}";

            assertThat(catchThrowableOfType(
                            InvalidStateException.class,
                            () -> codec.decode(json.getBytes(StandardCharsets.UTF_8), Order.class)))
                    .hasMessageContaining("at lines[0].quantity");
        }
    }

    @Nested
    class Fingerprints {
        record Person(String name, int age) {}

        record PersonElsewhere(String name, int age) {}

        record PersonReordered(int age, String name) {}

        record PersonWithMore(String name, int age, Optional<String> mail) {}

        record PersonOfLong(String name, long age) {}

        record PersonOptional(String name, Optional<Integer> age) {}

        record Group(List<Person> people) {}

        record GroupOfMore(List<PersonWithMore> people) {}

        record Tree(String name, List<Tree> children) {}

        sealed interface Shape {
            @JsonTypeName("circle")
            record Circle(int radius) implements Shape {}
        }

        sealed interface ShapeRenamed {
            @JsonTypeName("disc")
            record Disc(int radius) implements ShapeRenamed {}
        }

        enum Colour {
            RED,
            GREEN
        }

        enum ColourReordered {
            GREEN,
            RED
        }

        enum MoreColours {
            RED,
            GREEN,
            BLUE
        }

        private void assertSame(Class<?> one, Class<?> other) {
            assertThat(codec.fingerprint(one)).isEqualTo(codec.fingerprint(other));
        }

        private void assertDifferent(Class<?> one, Class<?> other) {
            assertThat(codec.fingerprint(one)).isNotEqualTo(codec.fingerprint(other));
        }

        @Test
        void are_the_same_for_the_same_schema_in_another_place_or_order() {
            assertSame(Person.class, PersonElsewhere.class);
            assertSame(Person.class, PersonReordered.class);
            assertSame(Colour.class, ColourReordered.class);
        }

        @Test
        void differ_when_a_component_or_its_type_does() {
            assertDifferent(Person.class, PersonWithMore.class);
            assertDifferent(Person.class, PersonOfLong.class);
            assertDifferent(Person.class, PersonOptional.class);
            assertDifferent(Group.class, GroupOfMore.class);
            assertDifferent(Shape.class, ShapeRenamed.class);
            assertDifferent(Colour.class, MoreColours.class);
        }

        @Test
        void are_the_same_in_every_jvm() {
            assertThat(codec.fingerprint(Person.class))
                    .isEqualTo(io.triskel.event.DerivedId.of("object\n  age: integer\n  name: string\n"));
        }

        @Test
        void name_each_java_type_if_they_are_exact() {
            assertThat(Schema.describeExactly(Person.class))
                    .isEqualTo(
                            Person.class.getName() + " object\n  age: int integer\n  name: java.lang.String string\n");
            assertThat(codec.exactFingerprint(Person.class))
                    .isNotEqualTo(codec.exactFingerprint(PersonElsewhere.class))
                    .isNotEqualTo(codec.fingerprint(Person.class));
            assertThat(Schema.describeExactly(Tree.class)).contains("children: java.util.List list of ", "again 0");
        }

        @Test
        void end_for_a_schema_that_contains_itself() {
            assertThat(Schema.describe(Tree.class)).isEqualTo("object\n  children: list of again 0\n  name: string\n");
        }

        @Test
        void show_every_kind_of_component() {
            record All(
                    byte[] octets,
                    Personal<Person> who,
                    Map<String, List<Shape>> shapes,
                    Instant at,
                    BigDecimal price,
                    Colour colour,
                    Page<Person> page) {}

            assertThat(Schema.describe(All.class)).isEqualTo("""
                object
                  at: Instant
                  colour: one of GREEN RED
                  octets: octets
                  page: object
                    byName: map from string to object
                      age: integer
                      name: string
                    items: list of object
                      age: integer
                      name: string
                  price: decimal
                  shapes: map from string to list of one of
                    circle: object
                      radius: integer
                  who: personal object
                    age: integer
                    name: string
                """);
        }
    }

    @Nested
    class Names_of_a_closed_set {
        record Holder(Payment payment) {}

        /** As it was written before its members had names. */
        sealed interface Payment {
            @JsonTypeName("by-card")
            record Card(String number) implements Payment {}

            @JsonTypeName("in-cash")
            record Cash(int cents) implements Payment {}
        }

        @Test
        void are_written_as_they_are_registered() {
            assertThat(text(codec.encode(new Holder(new Payment.Cash(5)))))
                    .isEqualTo("{\"payment\":{\"@type\":\"in-cash\",\"cents\":5}}");
            assertThat(Schema.describe(Payment.class)).contains("by-card: object", "in-cash: object");
        }

        @Test
        void are_read_as_they_are_registered_and_by_the_simple_name_of_before() {
            for (String name : List.of("by-card", "Card")) {
                String json = "{\"payment\":{\"@type\":\"" + name + "\",\"number\":\"1\"}}";

                assertThat(codec.decode(json.getBytes(StandardCharsets.UTF_8), Holder.class))
                        .isEqualTo(new Holder(new Payment.Card("1")));
            }
        }

        sealed interface Renamed {
            /** Named Circle when it was stored. */
            @JsonTypeName("Circle")
            record Disc(int radius) implements Renamed {}
        }

        @Test
        void outlive_the_name_of_the_class() {
            byte[] stored = "{\"@type\":\"Circle\",\"radius\":1}".getBytes(StandardCharsets.UTF_8);

            assertThat(codec.decode(stored, Renamed.class)).isEqualTo(new Renamed.Disc(1));
            assertThat(codec.encode(new Renamed.Disc(1))).isEqualTo(stored);
        }

        sealed interface Swapped {
            @JsonTypeName("Square")
            record Circle(int size) implements Swapped {}

            @JsonTypeName("box")
            record Square(int size) implements Swapped {}
        }

        @Test
        void that_are_also_the_simple_name_of_another_member_are_refused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> codec.requireReadable(Swapped.class))
                    .withMessageContaining("'Square'")
                    .withMessageContaining("Swapped$Circle")
                    .withMessageContaining("Swapped$Square");
        }

        sealed interface Sides {
            sealed interface A extends Sides {
                @JsonTypeName("a")
                record Same(int one) implements A {}
            }

            sealed interface B extends Sides {
                @JsonTypeName("b")
                record Same(int other) implements B {}
            }
        }

        @Test
        void tell_classes_of_one_simple_name_apart() {
            codec.requireReadable(Sides.class);

            for (Sides same : List.of(new Sides.A.Same(1), new Sides.B.Same(1))) {
                assertThat(codec.decode(codec.encode(same), Sides.class)).isEqualTo(same);
            }
        }

        sealed interface Twice {
            @JsonTypeName("same")
            record One() implements Twice {}

            @JsonTypeName("same")
            record Other() implements Twice {}
        }

        @Test
        void are_refused_if_two_members_have_one() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> codec.requireReadable(Twice.class))
                    .withMessageContaining("permits two types of the name 'same'")
                    .withMessageContaining("Twice$One")
                    .withMessageContaining("Twice$Other");
        }

        sealed interface Unnamed {
            record Member() implements Unnamed {}
        }

        record OfUnnamed(List<Unnamed> all) {}

        @Test
        void are_required() {
            TypeRegistry.Builder types = TypeRegistry.builder().add("test.unnamed", 1, OfUnnamed.class);

            assertThatIllegalArgumentException()
                    .isThrownBy(types::build)
                    .withMessageContaining("test.unnamed.v1")
                    .withMessageContaining("at all[](Member)")
                    .withMessageContaining("add @WireName(\"Member\") to it");
        }

        @Test
        void are_required_for_a_state_that_is_a_member_of_a_set() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> codec.requireReadable(Unnamed.Member.class))
                    .withMessageContaining("add @WireName(\"Member\") to it");
        }

        @Test
        void are_not_required_to_read() {
            byte[] json = "{\"all\":[{\"@type\":\"Member\"}]}".getBytes(StandardCharsets.UTF_8);

            assertThat(codec.decode(json, OfUnnamed.class)).isEqualTo(new OfUnnamed(List.of(new Unnamed.Member())));
        }
    }
}
