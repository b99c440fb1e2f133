package io.triskel.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.Metadata.ExtensionValue;
import io.triskel.event.Metadata.TraceContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels beside an event: legal names only, and one correlation through a whole process. */
class MetadataTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "with-dash", "with_underscore", "with space", "ümlaut"})
    void an_illegal_extension_name_is_refused(String name) {
        assertThatThrownBy(() -> Metadata.empty().withExtension(name, ExtensionValue.of("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void an_extension_name_may_be_long() {
        assertThatCode(() -> Metadata.empty().withExtension("x".repeat(1_000), ExtensionValue.of(1)))
                .doesNotThrowAnyException();
    }

    @Test
    void a_later_change_of_the_callers_map_changes_nothing() {
        Map<String, ExtensionValue> mine = new HashMap<>(Map.of("one", ExtensionValue.of(1)));
        Metadata metadata = new Metadata(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), mine);

        mine.put("two", ExtensionValue.of(2));

        assertThat(metadata.extensions()).containsOnlyKeys("one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00-4bf9-00f0-01", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01"})
    void a_malformed_traceparent_is_refused(String text) {
        assertThatThrownBy(() -> TraceContext.of(text)).hasMessageContaining("traceparent");
    }

    @Nested
    class When_one_event_causes_another {
        private final Envelope<NoData> first =
                Envelope.of(new EventId("/orders", "e-1"), EventType.of("orders.order-placed", 1), NoData.NO_DATA);

        @Test
        void the_address_of_a_reply_is_handed_on_as_it_is() {
            Metadata asked = Metadata.empty().withExtension(Metadata.REPLY_TO, ExtensionValue.of("anybody's own text"));

            Metadata caused = Metadata.causedBy(first.withMetadata(asked));

            assertThat(caused.replyTo()).contains("anybody's own text");
            assertThat(Metadata.causedBy(first).extensions()).isEmpty();
        }

        @Test
        void an_address_that_a_bus_would_not_take_is_not_handed_on() {
            assertThat(handedOn("\u20ac".repeat(341) + "x")).isPresent();
            assertThat(handedOn("\u20ac".repeat(341) + "xx")).isEmpty();
            assertThat(handedOn("")).isEmpty();
        }

        private Optional<String> handedOn(String replyTo) {
            Metadata asked = Metadata.empty().withExtension(Metadata.REPLY_TO, ExtensionValue.of(replyTo));
            return Metadata.causedBy(first.withMetadata(asked)).replyTo();
        }

        @Test
        void a_process_without_correlation_takes_the_first_events_id() {
            Metadata caused = Metadata.causedBy(first);

            assertThat(caused.correlation()).contains("e-1");
            assertThat(caused.causation()).contains("e-1");
        }

        @Test
        void an_id_that_is_longer_than_we_write_them_is_derived_and_the_same_for_all_that_follows() {
            Envelope<NoData> foreign = Envelope.of(new EventId("/s", "x".repeat(129)), first.type(), NoData.NO_DATA);
            Metadata caused = Metadata.causedBy(foreign);

            assertThat(caused.causation()).contains(DerivedId.writable("x".repeat(129)));
            assertThat(caused.correlation()).isEqualTo(caused.causation());
            assertThat(Metadata.causedBy(first.withMetadata(Metadata.empty().withCorrelation("x".repeat(129))))
                            .correlation())
                    .isEqualTo(caused.correlation());
            assertThat(WritingLimits.exceededBy(first.withMetadata(caused))).isEmpty();
        }

        @Test
        void correlation_and_trace_are_carried_on_and_causation_is_replaced() {
            Metadata given = Metadata.empty()
                    .withCorrelation("process-1")
                    .withCausation("e-0")
                    .withTrace(Optional.of(TraceContext.of(PARENT)));

            Metadata caused = Metadata.causedBy(first.withMetadata(given));

            assertThat(caused.correlation()).contains("process-1");
            assertThat(caused.causation()).contains("e-1");
            assertThat(caused.trace()).contains(TraceContext.of(PARENT));
        }
    }
}
