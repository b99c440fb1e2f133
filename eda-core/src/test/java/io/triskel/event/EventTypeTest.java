package io.triskel.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A type and its text on the wire are the same thing: neither direction loses or invents anything. */
class EventTypeTest {
    @Test
    void the_version_is_the_end_of_the_text_on_the_wire() {
        EventType type = EventType.of("orders.order-placed", 2);

        assertThat(type.wire()).isEqualTo("orders.order-placed.v2");
        assertThat(EventType.parse("orders.order-placed.v2")).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"com.example.thing", "thing.v", "thing.v0", "thing.v01", "thing.v1x", ".v1", "x.v1234567890"})
    void a_text_without_a_version_at_its_end_is_a_foreign_type_of_version_0(String wire) {
        assertThat(EventType.parse(wire)).isEqualTo(new EventType(wire, 0));
    }

    @Property
    void whatever_is_parsed_is_written_back_as_it_was(
            @ForAll @AlphaChars @Chars({'.', 'v', '0', '1'}) @StringLength(min = 1, max = 30) String wire) {
        assertThat(EventType.parse(wire).wire()).isEqualTo(wire);
    }

    @Property
    void whatever_is_written_is_parsed_as_it_was(
            @ForAll @AlphaChars @Chars('.') @StringLength(min = 1, max = 30) String name,
            @ForAll @IntRange(min = 1, max = 999_999_999) int version) {
        EventType type = new EventType(name, version);

        assertThat(EventType.parse(type.wire())).isEqualTo(type);
    }

    @Test
    void a_name_that_ends_in_a_version_is_refused_because_it_would_come_back_as_another_type() {
        assertThatThrownBy(() -> EventType.of("orders.order-placed.v2", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("EventType.parse");
    }

    @Test
    void a_negative_version_is_refused() {
        assertThatThrownBy(() -> EventType.of("orders.order-placed", -1)).hasMessageContaining("-1");
    }
}
