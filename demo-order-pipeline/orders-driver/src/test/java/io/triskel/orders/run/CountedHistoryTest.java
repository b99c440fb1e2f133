package io.triskel.orders.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Page;
import io.triskel.event.StreamId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CountedHistoryTest {
    private static Envelope<?> fact(String id, String type, String stream) {
        return Envelope.of(new EventId("/orders", id), new EventType("orders." + type, 1), "data")
                .withPattern(new EventKind.Sourced(new StreamId(stream), 1));
    }

    private static CountedHistory read(Envelope<?>... events) {
        CountedHistory history = new CountedHistory((after, limit) -> new Page<>(List.of(events), Optional.empty()));
        Page<Envelope<?>> page = history.read(Optional.empty(), 10);
        assertThat(page.items()).hasSize(events.length);
        return history;
    }

    @Test
    void a_repeated_event_is_one_fact() {
        CountedHistory history =
                read(fact("1", "payment-charged", "payment-1"), fact("1", "payment-charged", "payment-1"));

        assertThat(history.read()).isEqualTo(2);
        assertThat(history.doubled()).isZero();
    }

    @Test
    void a_second_charge_of_an_order_is_counted() {
        assertThat(read(
                                fact("1", "payment-charged", "payment-1"),
                                fact("2", "payment-charged", "payment-1"),
                                fact("3", "payment-charged", "payment-1"),
                                fact("4", "payment-charged", "payment-2"))
                        .doubled())
                .isEqualTo(2);
    }

    @Test
    void what_may_happen_often_is_not() {
        assertThat(read(
                                fact("1", "item-reserved", "stock-1"),
                                fact("2", "item-reserved", "stock-1"),
                                fact("3", "stock-released", "reservation-1"),
                                fact("4", "stock-released", "reservation-1"))
                        .doubled())
                .isZero();
    }
}
