package io.triskel.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.Metadata.ExtensionValue;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every text that is ours alone holds at its limit and is refused one over; others may be of any length, until we write them. */
class LimitsTest {
    static Stream<Arguments> limited() {
        return Stream.of(
                limit("stream", 128, StreamId::new),
                limit("command target", 128, EventKind.Command::new),
                limit("entity", 128, entity -> new EventKind.StateTransfer(entity, 1, false)),
                limit("lookup", 512, lookup -> new EventKind.Notification(lookup, 1)));
    }

    static Stream<Arguments> unlimited() {
        Envelope<NoData> event = Envelope.of(new EventId("/s", "1"), EventType.of("t", 1), NoData.NO_DATA);
        return Stream.of(
                limit("ordering key", 128, key -> event.withKey(new OrderingKey(key))),
                limit("id", 128, id -> Envelope.of(new EventId("/s", id), event.type(), NoData.NO_DATA)),
                limit("source", 256, source -> Envelope.of(new EventId(source, "1"), event.type(), NoData.NO_DATA)),
                limit("type's name", 200, name -> event.withData(new EventType(name, 1), NoData.NO_DATA)),
                limit("subject", 256, event::withSubject),
                limit(
                        "correlation id",
                        128,
                        id -> event.withMetadata(event.metadata().withCorrelation(id))),
                limit(
                        "causation id",
                        128,
                        id -> event.withMetadata(event.metadata().withCausation(id))));
    }

    private static Arguments limit(String what, int most, Function<String, ?> make) {
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
    @MethodSource("unlimited")
    void a_text_of_any_length_is_taken_but_an_empty_one(String what, int most, Function<String, Object> make) {
        assertThatCode(() -> make.apply("x".repeat(100_000))).doesNotThrowAnyException();
        assertThatCode(() -> make.apply(" ")).doesNotThrowAnyException();
        assertThatThrownBy(() -> make.apply("")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unlimited")
    void an_event_of_ours_is_within_the_limit_or_it_is_named(
            String what, int most, Function<String, Envelope<?>> make) {
        assertThat(WritingLimits.exceededBy(make.apply("x".repeat(most)))).isEmpty();
        assertThat(WritingLimits.exceededBy(make.apply("x".repeat(most + 1))))
                .hasValueSatisfying(message ->
                        assertThat(message).contains(what, "1 to " + most + " characters", "has " + (most + 1)));
        assertThat(WritingLimits.exceededBy(make.apply(" "))).isPresent();
    }

    @Test
    void an_extensions_name_and_a_schema_are_limited_too() {
        Envelope<NoData> event = Envelope.of(new EventId("/s", "1"), EventType.of("t", 1), NoData.NO_DATA);

        assertThat(WritingLimits.exceededBy(extended(event, 64))).isEmpty();
        assertThat(WritingLimits.exceededBy(extended(event, 65)))
                .hasValueSatisfying(message -> assertThat(message).contains("extension's name", "64", "65"));
        assertThat(WritingLimits.exceededBy(withSchema(event, "https://schemas.example/1")))
                .isEmpty();
        assertThat(WritingLimits.exceededBy(withSchema(event, "#")))
                .hasValueSatisfying(message -> assertThat(message).contains("absolute URI"));
    }

    private static Envelope<?> extended(Envelope<?> event, int length) {
        return event.withMetadata(event.metadata().withExtension("x".repeat(length), ExtensionValue.of(1)));
    }

    private static Envelope<?> withSchema(Envelope<?> event, String schema) {
        return event.withMetadata(event.metadata().withDataSchema(Optional.of(URI.create(schema))));
    }

    static Stream<Arguments> all() {
        return Stream.concat(limited(), unlimited());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void characters_that_no_event_may_have_are_refused(String what, int most, Function<String, Object> make) {
        for (String illegal : List.of("a\nb", "\u007f", "\ud800", "\udc00\ud800", "\uffff", "\ufdd0", "\ud83f\udfff")) {
            assertThatThrownBy(() -> make.apply(illegal)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
