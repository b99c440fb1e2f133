package io.triskel.event;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every limited text of the vocabulary holds at its limit and is refused one over, empty and blank. */
class LimitsTest {
    static Stream<Arguments> limited() {
        return Stream.of(
                limit("ordering key", 128, OrderingKey::new),
                limit("stream", 128, StreamId::new),
                limit("event id", 128, id -> new EventId("/s", id)),
                limit("source", 256, source -> new EventId(source, "1")),
                limit("event type", 200, name -> new EventType(name, 1)),
                limit("command target", 128, Pattern.Command::new),
                limit("entity", 128, entity -> new Pattern.StateTransfer(entity, 1, false)),
                limit("lookup", 512, lookup -> new Pattern.Notification(lookup, 1)),
                limit(
                        "subject",
                        256,
                        subject -> Envelope.of(new EventId("/s", "1"), EventType.of("t", 1), NoData.NO_DATA)
                                .withSubject(subject)),
                limit("correlation", 128, id -> Metadata.empty().withCorrelation(id)),
                limit("causation", 128, id -> Metadata.empty().withCausation(id)));
    }

    private static Arguments limit(String what, int most, Function<String, Object> make) {
        return Arguments.of(what, most, make);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limited")
    void a_text_at_the_limit_is_taken(String what, int most, Function<String, Object> make) {
        assertThatCode(() -> make.apply("x".repeat(most))).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limited")
    void a_text_one_over_the_limit_is_refused_and_both_lengths_are_named(
            String what, int most, Function<String, Object> make) {
        assertThatThrownBy(() -> make.apply("x".repeat(most + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to " + most)
                .hasMessageContaining(String.valueOf(most + 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limited")
    void an_empty_or_blank_text_is_refused(String what, int most, Function<String, Object> make) {
        assertThatThrownBy(() -> make.apply("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> make.apply("  ")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limited")
    void characters_that_no_event_may_have_are_refused(String what, int most, Function<String, Object> make) {
        for (String illegal : List.of("a\nb", "\u007f", "\ud800", "\udc00\ud800", "\uffff", "\ufdd0", "\ud83f\udfff")) {
            assertThatThrownBy(() -> make.apply(illegal)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
