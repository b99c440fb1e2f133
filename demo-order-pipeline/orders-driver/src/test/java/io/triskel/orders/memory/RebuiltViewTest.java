package io.triskel.orders.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.StreamId;
import io.triskel.orders.contracts.FewOrders;
import io.triskel.orders.memory.Runs.Outcome;
import io.triskel.orders.ordering.OrderEvent.OrderRejected;
import io.triskel.orders.ordering.OrderStatus;
import io.triskel.orders.pipeline.Style;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** A run ends with the order view built anew from all events, and says whether that is the view that it had. */
class RebuiltViewTest {
    private final MemoryPipeline pipeline = new MemoryPipeline(Style.ORCHESTRATION, Chaos.none());

    private Outcome run() {
        return Runs.of(pipeline, FewOrders.lines(), new ArrayList<>());
    }

    @Test
    void the_rebuilt_view_says_what_the_live_one_said() {
        Outcome outcome = run();

        assertThat(outcome.result().view().equal()).isTrue();
        assertThat(outcome.result().complete()).isTrue();
        assertThat(outcome.rows()).hasSizeGreaterThan(25);
    }

    @Test
    void the_rebuilt_view_is_the_one_that_is_read_and_written_from_then_on() throws Exception {
        run();

        pipeline.operator().pipeline().view().apply(rejected("late"));

        assertThat(pipeline.operator().pipeline().view().find(new StreamId("order-late")))
                .hasValueSatisfying(row -> assertThat(row.status()).isEqualTo(OrderStatus.REJECTED));
    }

    @Test
    void a_row_that_no_event_accounts_for_makes_the_run_incomplete() throws Exception {
        pipeline.operator().pipeline().view().apply(rejected("ghost"));

        Outcome outcome = run();

        assertThat(outcome.result().view().equal()).isFalse();
        assertThat(outcome.result().complete()).isFalse();
    }

    private static Envelope<?> rejected(String order) {
        return Envelope.of(
                        new EventId("/nowhere", order),
                        new EventType("orders.order-rejected", 1),
                        new OrderRejected(order, "C-1", "nobody knows"))
                .withPattern(new EventKind.Sourced(new StreamId("order-" + order), 1));
    }
}
