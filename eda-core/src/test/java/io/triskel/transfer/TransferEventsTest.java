package io.triskel.transfer;

import static io.triskel.transfer.Products.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.NoData;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;
import io.triskel.transfer.Products.Product;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

class TransferEventsTest {
    private static final Product TEA = new Product("tea", 100);

    @Test
    void a_change_carries_entity_version_and_state() {
        Envelope<Product> event = EVENTS.changed("p1", 4, TEA);

        assertThat(event.pattern()).isEqualTo(new EventKind.StateTransfer("p1", 4, false));
        assertThat(event.data()).isEqualTo(TEA);
        assertThat(event.key()).contains(new OrderingKey("p1"));
        assertThat(event.subject()).contains("p1");
        assertThat(event.id().source()).isEqualTo("/catalogue");
    }

    @Test
    void a_deletion_carries_no_state() {
        Envelope<NoData> event = EVENTS.deleted("p1", 5);

        assertThat(event.pattern()).isEqualTo(new EventKind.StateTransfer("p1", 5, true));
    }

    @Test
    void a_version_published_again_is_a_repeat_and_another_version_is_not() {
        EventId id = EVENTS.changed("p1", 4, TEA).id();

        assertThat(EVENTS.changed("p1", 4, TEA).id()).isEqualTo(id);
        assertThat(EVENTS.changed("p1", 5, TEA).id()).isNotEqualTo(id);
        assertThat(EVENTS.changed("p2", 4, TEA).id()).isNotEqualTo(id);
    }

    @Test
    void the_revision_of_a_fact_is_the_version() {
        OffsetDateTime at = OffsetDateTime.parse("2026-01-01T10:00:00+01:00");
        Envelope<Product> fact = Envelope.of(new EventId("/products", "f9"), Products.CHANGED, TEA)
                .withPattern(new EventKind.Sourced(new StreamId("p1"), 9))
                .withTime(at);

        Envelope<Product> event = EVENTS.changed("p1", fact, TEA);

        assertThat(event.pattern()).isEqualTo(new EventKind.StateTransfer("p1", 9, false));
        assertThat(event.metadata().causation()).contains("f9");
        assertThat(event.time()).contains(at);
        assertThat(EVENTS.deleted("p1", fact).pattern()).isEqualTo(new EventKind.StateTransfer("p1", 9, true));
    }

    @Test
    void an_event_of_no_stream_has_no_version_to_give() {
        Envelope<Product> plain = Envelope.of(new EventId("/x", "1"), Products.CHANGED, TEA);

        assertThatThrownBy(() -> EVENTS.changed("p1", plain, TEA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("revision");
    }
}
