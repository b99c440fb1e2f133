package io.triskel.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StreamIdTest {
    @Test
    void a_kind_without_a_hyphen_and_any_id_are_joined_as_they_always_were() {
        assertThat(StreamId.of("order", "42")).isEqualTo(new StreamId("order-42"));
        assertThat(StreamId.of("order", "x-1")).isEqualTo(new StreamId("order-x-1"));
        assertThat(StreamId.of("order", "-1")).isEqualTo(new StreamId("order--1"));
    }

    @Test
    void a_kind_with_a_hyphen_is_refused_since_another_kind_and_id_would_be_the_same_stream() {
        assertThatThrownBy(() -> StreamId.of("order-x", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A stream's kind must not have a hyphen, unlike 'order-x': its stream would be that of 'order' and"
                                + " 'x-1' too. Name the kind without a hyphen; if streams of this kind are stored already,"
                                + " use new StreamId(\"order-x-1\")");
    }
}
