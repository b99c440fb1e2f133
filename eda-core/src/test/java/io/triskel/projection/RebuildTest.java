package io.triskel.projection;

import static io.triskel.projection.OrderRows.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.StateCodec;
import io.triskel.consume.Handling;
import io.triskel.consume.NotYetException;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.inbox.Fence;
import io.triskel.memory.InMemoryReadModel;
import io.triskel.projection.OrderRows.Closed;
import io.triskel.projection.OrderRows.OrderRow;
import io.triskel.projection.OrderRows.Placed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RebuildTest {
    private static final Handling HANDLING = new Handling(1, new Deadline(Instant.MAX), Fence.none());
    private static final StreamId O1 = new StreamId("o1");

    private final OrderRows orders = new OrderRows();
    private final InMemoryReadModel readModel = new InMemoryReadModel();
    private final ProjectionView<OrderRow> view = new ProjectionView<>(orders, readModel, StateCodec.of());
    private final ProjectionHandler<OrderRow> live = new ProjectionHandler<>(orders, readModel, StateCodec.of());
    private final List<Envelope<?>> archive = new ArrayList<>();
    private final List<Integer> subscribed = new ArrayList<>();

    RebuildTest() {
        archive.add(fact("o1", 1, new Placed("ann", "tea", 300)));
        archive.add(fact("o2", 1, new Placed("bob", "tea", 500)));
        archive.add(fact("o1", 2, new Closed()));
    }

    @Test
    void the_old_generation_is_read_until_the_switch() throws Exception {
        live.apply(fact("o1", 1, new Placed("wrong", "tea", 1)));
        Rebuild<OrderRow> rebuild = begin();
        readHistory(rebuild);

        Optional<OrderRow> before = view.find(O1);
        rebuild.complete();

        assertThat(before).map(OrderRow::customer).contains("wrong");
        assertThat(view.find(O1)).contains(new OrderRow("ann", "tea", 300, "closed"));
        assertThat(view.total("tea")).containsEntry("revenue", 800L);
    }

    @Test
    void it_subscribes_for_the_new_generation() {
        Rebuild<OrderRow> rebuild = begin();

        assertThat(subscribed).containsExactly(2);
        assertThat(rebuild.generation()).isEqualTo(2);
    }

    @Test
    void the_bus_waits_until_the_history_is_read() {
        Rebuild<OrderRow> rebuild = begin();

        assertThatThrownBy(() -> rebuild.handler().handle(onBus("o1", 3), HANDLING))
                .isInstanceOf(NotYetException.class)
                .hasMessageContaining("history");
    }

    @Test
    void what_history_and_bus_both_have_counts_once() throws Exception {
        Rebuild<OrderRow> rebuild = begin();
        readHistory(rebuild);

        rebuild.handler().handle(onBus("o1", 2), HANDLING);
        rebuild.handler().handle(onBus("o2", 2), HANDLING);
        rebuild.complete();

        assertThat(view.find(new StreamId("o2"))).map(OrderRow::state).contains("closed");
        assertThat(view.total("tea")).containsEntry("orders", 2L);
    }

    @Test
    void it_does_not_switch_before_the_history_is_read() {
        Rebuild<OrderRow> rebuild = begin();
        rebuild.step(2);

        assertThatThrownBy(rebuild::complete)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("step until");
    }

    @Test
    void another_process_goes_on_where_one_stopped() {
        begin().step(2);
        List<String> readFrom = new ArrayList<>();
        Rebuild<OrderRow> second =
                Rebuild.begin(subscribed::add, orders, readModel, StateCodec.of(), (after, limit) -> {
                    readFrom.add(after.orElse("the beginning"));
                    return history(after, limit);
                });

        readHistory(second);
        second.complete();

        assertThat(readFrom).containsExactly("2");
        assertThat(second.generation()).isEqualTo(2);
        assertThat(view.find(O1)).map(OrderRow::state).contains("closed");
    }

    @Test
    void after_the_switch_the_bus_is_still_handled_into_the_new_generation() throws Exception {
        Rebuild<OrderRow> rebuild = begin();
        readHistory(rebuild);
        rebuild.complete();

        rebuild.handler().handle(onBus("o2", 2), HANDLING);

        assertThat(view.find(new StreamId("o2"))).map(OrderRow::state).contains("closed");
    }

    @Test
    void old_rows_go_step_by_step_after_the_switch_only() {
        live.apply(fact("o1", 1, new Placed("ann", "tea", 300)));
        live.apply(fact("o2", 1, new Placed("bob", "tea", 500)));
        Rebuild<OrderRow> rebuild = begin();
        readHistory(rebuild);

        assertThatThrownBy(() -> rebuild.dropOld(10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("still read");
        rebuild.complete();

        assertThat(List.of(rebuild.dropOld(3), rebuild.dropOld(3), rebuild.dropOld(3)))
                .containsExactly(3, 1, 0);
        assertThat(view.find(O1)).isPresent();
    }

    @Test
    void a_rebuild_that_was_completed_is_followed_by_another() {
        Rebuild<OrderRow> first = begin();
        readHistory(first);
        first.complete();

        Rebuild<OrderRow> second = begin();

        assertThat(second.generation()).isEqualTo(3);
        assertThat(view.find(O1)).isPresent();
    }

    private Rebuild<OrderRow> begin() {
        return Rebuild.begin(subscribed::add, orders, readModel, StateCodec.of(), this::history);
    }

    private static void readHistory(Rebuild<OrderRow> rebuild) {
        while (rebuild.step(2)) {
            assertThat(rebuild.generation()).isPositive();
        }
    }

    private History.Page history(Optional<String> after, int limit) {
        int from = after.map(Integer::valueOf).orElse(0);
        int to = Math.min(archive.size(), from + limit);
        return new History.Page(
                archive.subList(from, to), to == archive.size() ? Optional.empty() : Optional.of(Integer.toString(to)));
    }

    private static Envelope<Object> onBus(String order, long revision) {
        return fact(order, revision, new Closed());
    }
}
