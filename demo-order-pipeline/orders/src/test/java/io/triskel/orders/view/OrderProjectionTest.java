package io.triskel.orders.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.orders.ordering.Contact;
import io.triskel.orders.ordering.OrderEvent;
import io.triskel.orders.ordering.OrderEvent.OrderCancelled;
import io.triskel.orders.ordering.OrderEvent.OrderConfirmed;
import io.triskel.orders.ordering.OrderEvent.OrderPlaced;
import io.triskel.orders.ordering.OrderEvent.OrderRejected;
import io.triskel.orders.ordering.OrderEvent.OrderShipped;
import io.triskel.orders.ordering.OrderLine;
import io.triskel.orders.ordering.OrderStatus;
import io.triskel.orders.payment.Card;
import io.triskel.personal.Personal;
import io.triskel.projection.Projection.Contribution;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrderProjectionTest {
    private static final OrderPlaced PLACED = new OrderPlaced(
            "O-1",
            "C-1",
            Personal.of("C-1", new Contact("Ada", "ada@example.com")),
            List.of(new OrderLine("P-1", 1, 2, 250), new OrderLine("P-2", 1, 1, 100)),
            new Card("card-1", 1000, true));

    private final OrderProjection projection = new OrderProjection();

    private OrderRow after(OrderEvent... events) {
        Optional<OrderRow> row = Optional.empty();
        long revision = 0;
        for (OrderEvent event : events) {
            revision++;
            row = projection.evolve(
                    row,
                    Envelope.of(new EventId("/test", "" + revision), EventType.of("test", 1), event)
                            .withPattern(new EventKind.Sourced(new StreamId("order-O-1"), revision)));
        }
        return row.orElseThrow();
    }

    @Test
    void a_row_shows_the_status_and_the_revision_it_is_from() {
        OrderRow row = after(PLACED, new OrderConfirmed("O-1"));

        assertThat(row.status()).isEqualTo(OrderStatus.CONFIRMED);
        assertThat(row.revision()).isEqualTo(2);
        assertThat(row.cents()).isEqualTo(600);
        assertThat(projection.indexKeys(row)).isEqualTo(Map.of("customer", "C-1", "status", "confirmed"));
    }

    @Test
    void an_order_that_was_never_valid_has_a_row_with_the_reason() {
        OrderRow row = after(new OrderRejected("O-1", "C-1", "invalid: no lines"));

        assertThat(row.status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(row.reason()).contains("invalid: no lines");
        assertThat(row.contact()).isEmpty();
    }

    @Test
    void only_a_shipped_order_contributes_to_revenue() {
        assertThat(projection.contributions(after(PLACED, new OrderConfirmed("O-1"), new OrderShipped("O-1", "C-1"))))
                .containsExactly(
                        new Contribution("P-1", Map.of("revenue", 500L, "units", 2L)),
                        new Contribution("P-2", Map.of("revenue", 100L, "units", 1L)));
        assertThat(projection.contributions(after(PLACED, new OrderCancelled("O-1", "C-1"))))
                .isEmpty();
    }

    @Test
    void an_order_of_a_forgotten_customer_stays_without_the_contact() {
        OrderRow row = after(PLACED);

        OrderRow erased = projection.erase(row).orElseThrow();

        assertThat(projection.subject(row)).contains("C-1");
        assertThat(erased.contact()).contains(new Personal.Forgotten<>("C-1"));
        assertThat(erased.lines()).isEqualTo(row.lines());
    }
}
