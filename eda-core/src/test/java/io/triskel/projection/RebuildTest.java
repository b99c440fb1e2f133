package io.triskel.projection;

import static io.triskel.projection.OrderRows.apply;
import static io.triskel.projection.OrderRows.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.consume.NotYetException;
import io.triskel.event.Envelope;
import io.triskel.event.Page;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryStores;
import io.triskel.projection.OrderRows.Closed;
import io.triskel.projection.OrderRows.Moved;
import io.triskel.projection.OrderRows.OrderRow;
import io.triskel.projection.OrderRows.Placed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RebuildTest {
    private static final StreamId O1 = new StreamId("o1");
    private static final Duration HANDED_OVER = Generations.USUAL_CACHE_AGE.plus(Generations.MARGIN);

    private final OrderRows orders = new OrderRows();
    private final ReadModel readModel = new InMemoryStores().readModel();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final View<OrderRow> view = process();
    private final List<Envelope<?>> archive = new ArrayList<>();
    private final List<Integer> subscribed = new ArrayList<>();

    RebuildTest() {
        archive.add(fact("o1", 1, new Placed("ann", "tea", 300)));
        archive.add(fact("o2", 1, new Placed("bob", "tea", 500)));
        archive.add(fact("o1", 2, new Closed()));
    }

    @Test
    void the_old_generation_is_read_until_the_switch() {
        apply(view, fact("o1", 1, new Placed("wrong", "tea", 1)));
        Rebuild<OrderRow> rebuild = begin();
        readHistory(rebuild);

        Optional<OrderRow> before = view.find(O1);
        rebuild.complete();

        assertThat(before).map(OrderRow::customer).contains("wrong");
        assertThat(view.find(O1)).contains(new OrderRow("ann", "tea", 300, "closed"));
        assertThat(view.total("tea")).containsEntry("revenue", 800L);
    }

    @Test
    void an_operator_sees_which_generations_there_are() {
        Rebuild<OrderRow> rebuild = begin();
        Optional<Integer> building = Rebuild.building(view);
        int before = Rebuild.active(view);
        readHistory(rebuild);
        Instant end = rebuild.complete();

        assertThat(before).isEqualTo(1);
        assertThat(building).contains(2);
        assertThat(Rebuild.active(view)).isEqualTo(2);
        assertThat(Rebuild.building(view)).isEmpty();
        assertThat(Rebuild.oldRowsUntil(view)).contains(end);
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

        assertThatThrownBy(() -> rebuild.apply(fact("o1", 3, new Closed())))
                .isInstanceOf(NotYetException.class)
                .hasMessageContaining("history");
    }

    @Test
    void what_history_and_bus_both_have_counts_once() throws Exception {
        Rebuild<OrderRow> rebuild = begin();
        readHistory(rebuild);

        rebuild.apply(fact("o1", 2, new Closed()));
        rebuild.apply(fact("o2", 2, new Closed()));
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

    /** A live event that fails is parked under its id; nobody parks an event of the history. */
    @Test
    void an_event_that_the_projection_cannot_apply_is_named_and_the_old_rows_stay() {
        apply(view, fact("o1", 1, new Placed("old", "tea", 1)));
        archive.add(fact("o2", 2, new Moved(null)));
        Rebuild<OrderRow> rebuild = begin();

        assertThatThrownBy(() -> readHistory(rebuild))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "Projection 'orders' fails on event /orders#o2-2, revision 2 of its stream. Correct"
                                + " the projection, then resume the rebuild: java.lang.")
                .hasCauseInstanceOf(RuntimeException.class);
        assertThat(view.find(O1)).map(OrderRow::customer).contains("old");
    }

    @Test
    void rows_that_are_written_side_by_side_are_the_same() throws Exception {
        for (int order = 3; order < 100; order++) {
            archive.add(fact("o" + order, 1, new Placed("cem", "tea", order)));
        }
        for (int order = 3; order < 100; order++) {
            archive.add(fact("o" + order, 2, new Closed()));
        }
        Rebuild<OrderRow> rebuild = begin();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            while (rebuild.step(50, threads)) {
                assertThat(rebuild.generation()).isEqualTo(2);
            }
        } finally {
            threads.shutdownNow();
        }
        rebuild.complete();

        assertThat(view.total("tea"))
                .containsEntry("orders", 99L)
                .containsEntry("revenue", 800L + LongStream.range(3, 100).sum());
        for (int order = 3; order < 100; order++) {
            assertThat(view.find(new StreamId("o" + order)))
                    .map(OrderRow::state)
                    .contains("closed");
        }
    }

    @Test
    void another_process_goes_on_where_one_stopped() {
        begin().step(2);
        List<String> readFrom = new ArrayList<>();
        Rebuild<OrderRow> second = process()
                .rebuild(
                        (after, limit) -> {
                            readFrom.add(after.orElse("the beginning"));
                            return history(after, limit);
                        },
                        subscribed::add);

        readHistory(second);
        second.complete();

        assertThat(readFrom).containsExactly("2");
        assertThat(second.generation()).isEqualTo(2);
        assertThat(process().find(O1)).map(OrderRow::state).contains("closed");
    }

    @Test
    void after_the_switch_the_bus_is_still_handled_into_the_new_generation() throws Exception {
        Rebuild<OrderRow> rebuild = completed();

        rebuild.apply(fact("o2", 2, new Closed()));

        assertThat(view.find(new StreamId("o2"))).map(OrderRow::state).contains("closed");
    }

    @Test
    void its_subscription_ends_after_the_cache_age_of_every_handler() {
        View<OrderRow> slow = OrderRows.view(orders, readModel)
                .clock(() -> now)
                .cacheAge(Duration.ofMinutes(5))
                .build();
        assertThat(slow.find(O1)).isEmpty();

        Rebuild<OrderRow> rebuild = completed();

        assertThat(rebuild.endsAt()).contains(now.plus(Duration.ofMinutes(5)).plus(Generations.MARGIN));
        now = now.plus(Duration.ofMinutes(5)).plus(Generations.MARGIN).minusNanos(1);
        assertThat(rebuild.mayEnd()).isFalse();
        now = now.plusNanos(1);
        assertThat(rebuild.mayEnd()).isTrue();
    }

    @Test
    void old_rows_go_step_by_step_once_nobody_goes_by_them() {
        apply(view, fact("o1", 1, new Placed("ann", "tea", 300)));
        apply(view, fact("o2", 1, new Placed("bob", "tea", 500)));
        Rebuild<OrderRow> rebuild = begin();
        readHistory(rebuild);

        assertThatThrownBy(() -> rebuild.dropOld(10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is still active");
        rebuild.complete();
        assertThatThrownBy(() -> rebuild.dropOld(10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("until 2026-01-01T00:00:20Z");
        now = now.plus(HANDED_OVER);

        assertThat(List.of(rebuild.dropOld(3), rebuild.dropOld(3), rebuild.dropOld(3)))
                .containsExactly(3, 1, 0);
        assertThat(view.find(O1)).isPresent();
    }

    @Test
    void a_rebuild_that_was_finished_is_followed_by_another() {
        Rebuild<OrderRow> first = completed();
        now = now.plus(HANDED_OVER);
        assertThat(first.dropOld(10)).isZero();

        Rebuild<OrderRow> second = begin();

        assertThat(second.generation()).isEqualTo(3);
        assertThat(view.find(O1)).isPresent();
    }

    private Rebuild<OrderRow> completed() {
        Rebuild<OrderRow> rebuild = begin();
        readHistory(rebuild);
        rebuild.complete();
        return rebuild;
    }

    private View<OrderRow> process() {
        return OrderRows.view(orders, readModel).clock(() -> now).build();
    }

    private Rebuild<OrderRow> begin() {
        return view.rebuild(this::history, subscribed::add);
    }

    private static void readHistory(Rebuild<OrderRow> rebuild) {
        while (rebuild.step(2)) {
            assertThat(rebuild.generation()).isPositive();
        }
    }

    private Page<Envelope<?>> history(Optional<String> after, int limit) {
        int from = after.map(Integer::valueOf).orElse(0);
        int to = Math.min(archive.size(), from + limit);
        return new Page<>(
                archive.subList(from, to), to == archive.size() ? Optional.empty() : Optional.of(Integer.toString(to)));
    }
}
