package io.triskel.projection;

import static io.triskel.projection.OrderRows.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryStores;
import io.triskel.projection.OrderRows.Closed;
import io.triskel.projection.OrderRows.Moved;
import io.triskel.projection.OrderRows.OrderRow;
import io.triskel.projection.OrderRows.Placed;
import io.triskel.projection.OrderRows.Removed;
import io.triskel.projection.Projection.Contribution;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ViewTest {
    private static final StreamId O1 = new StreamId("o1");

    private final OrderRows orders = new OrderRows();
    private final FailingReadModel readModel = new FailingReadModel(new InMemoryStores().readModel());
    private final View<OrderRow> view = OrderRows.view(orders, readModel).build();

    @Nested
    class When_a_stream_grows {
        @Test
        void its_row_follows() {
            apply(fact("o1", 1, new Placed("ann", "tea", 300)));
            apply(fact("o1", 2, new Closed()));

            assertThat(view.find(O1)).contains(new OrderRow("ann", "tea", 300, "closed"));
            assertThat(view.find(new StreamId("o2"))).isEmpty();
        }

        @Test
        void revisions_of_types_that_are_not_subscribed_to_may_be_missing() {
            apply(fact("o1", 2, new Placed("ann", "tea", 300)));

            assertThat(apply(fact("o1", 7, new Closed()))).isTrue();
        }

        @Test
        void the_row_is_found_by_its_present_index_keys() {
            apply(fact("o1", 1, new Placed("ann", "tea", 300)));
            apply(fact("o2", 1, new Placed("bob", "tea", 500)));
            apply(fact("o1", 2, new Closed()));

            assertThat(query("customer", "ann")).containsExactly(new OrderRow("ann", "tea", 300, "closed"));
            assertThat(query("state", "placed")).containsExactly(new OrderRow("bob", "tea", 500, "placed"));
            assertThat(view.page(Optional.empty(), 10).items()).hasSize(2);
        }

        @Test
        void a_stream_that_the_projection_has_no_row_for_leaves_none() {
            apply(fact("x", 1, "something else"));

            assertThat(readModel.page("orders.g1", Optional.empty(), 10).items())
                    .isEmpty();
        }
    }

    @Nested
    class When_several_events_of_a_stream_come_together {
        private final WatchedReadModel watched = new WatchedReadModel();
        private final View<OrderRow> watching = OrderRows.view(orders, watched).build();

        @Test
        void the_row_and_each_total_are_written_once() throws Exception {
            int changed = watching.apply(List.of(
                    fact("o1", 1, new Placed("ann", "tea", 300)),
                    fact("o2", 1, new Placed("bob", "tea", 500)),
                    fact("o1", 2, new Closed())));

            assertThat(changed).isEqualTo(2);
            assertThat(watching.find(O1)).contains(new OrderRow("ann", "tea", 300, "closed"));
            assertThat(watching.total("tea")).isEqualTo(Map.of("revenue", 800L, "orders", 2L));
            assertThat(watched.requests())
                    .filteredOn(request -> request.startsWith("put orders.g1"))
                    .hasSize(4);
        }

        @Test
        void a_total_that_the_row_has_left_again_is_taken_back_from_who_crashed() throws Exception {
            readModel.failOnTable("orders.g1");
            assertThatThrownBy(() -> apply(fact("o1", 1, new Placed("ann", "tea", 300))))
                    .isInstanceOf(PortException.class);
            readModel.failOnTable("none");

            view.apply(List.of(fact("o1", 1, new Placed("ann", "tea", 300)), fact("o1", 2, new Moved("coffee"))));

            assertThat(view.total("tea")).isEmpty();
            assertThat(view.total("coffee")).isEqualTo(Map.of("revenue", 300L, "orders", 1L));
        }

        @Test
        void who_crashed_with_more_of_them_is_made_up_for_one_by_one() throws Exception {
            readModel.failOnTable("orders.g1");
            assertThatThrownBy(() -> view.apply(
                            List.of(fact("o1", 1, new Placed("ann", "tea", 300)), fact("o1", 2, new Moved("coffee")))))
                    .isInstanceOf(PortException.class);
            readModel.failOnTable("none");

            apply(fact("o1", 1, new Placed("ann", "tea", 300)));
            apply(fact("o1", 2, new Moved("coffee")));
            apply(fact("o1", 3, new Moved("tea")));

            assertThat(view.total("coffee")).isEmpty();
            assertThat(view.total("tea")).isEqualTo(Map.of("revenue", 300L, "orders", 1L));
        }

        @Test
        void repeats_and_news_are_told_apart() throws Exception {
            apply(fact("o1", 1, new Placed("ann", "tea", 300)));

            view.apply(List.of(fact("o1", 1, new Placed("ann", "tea", 300)), fact("o1", 2, new Closed())));

            assertThat(view.find(O1)).contains(new OrderRow("ann", "tea", 300, "closed"));
            assertThat(view.total("tea")).isEqualTo(Map.of("revenue", 300L, "orders", 1L));
        }
    }

    @Nested
    class When_an_event_is_repeated {
        @Test
        void the_row_stays() {
            apply(fact("o1", 1, new Placed("ann", "tea", 300)));
            apply(fact("o1", 2, new Closed()));

            boolean again = apply(fact("o1", 1, new Placed("ann", "tea", 300)));

            assertThat(again).isFalse();
            assertThat(view.find(O1)).map(OrderRow::state).contains("closed");
        }

        @Test
        void a_total_does_not_count_it_twice() {
            apply(fact("o1", 1, new Placed("ann", "tea", 300)));
            apply(fact("o2", 1, new Placed("bob", "tea", 500)));
            apply(fact("o1", 1, new Placed("ann", "tea", 300)));

            assertThat(view.total("tea")).isEqualTo(Map.of("revenue", 800L, "orders", 2L));
        }

        @Test
        void a_row_that_is_gone_does_not_come_back() {
            apply(fact("o1", 1, new Placed("ann", "tea", 300)));
            apply(fact("o1", 2, new Removed()));

            apply(fact("o1", 1, new Placed("ann", "tea", 300)));

            assertThat(view.find(O1)).isEmpty();
            assertThat(query("customer", "ann")).isEmpty();
        }
    }

    @Nested
    class When_a_row_adds_to_totals {
        @Test
        void what_it_does_not_add_any_more_is_taken_back() {
            apply(fact("o1", 1, new Placed("ann", "tea", 300)));

            apply(fact("o1", 2, new Moved("coffee")));

            assertThat(view.total("tea")).isEmpty();
            assertThat(view.total("coffee")).isEqualTo(Map.of("revenue", 300L, "orders", 1L));
        }

        @Test
        void a_row_that_goes_takes_its_contribution_with_it() {
            apply(fact("o1", 1, new Placed("ann", "tea", 300)));

            apply(fact("o1", 2, new Removed()));

            assertThat(view.total("tea")).isEmpty();
        }

        @Test
        void a_crash_between_contribution_and_row_is_made_up_for_by_the_repeat() {
            apply(fact("o1", 1, new Placed("ann", "tea", 300)));
            readModel.failOnTable("orders.g1");
            assertThatThrownBy(() -> apply(fact("o1", 2, new Moved("coffee")))).isInstanceOf(PortException.class);

            readModel.failOnTable("none");
            apply(fact("o1", 2, new Moved("coffee")));

            assertThat(view.find(O1)).map(OrderRow::product).contains("coffee");
            assertThat(view.total("tea")).isEmpty();
            assertThat(view.total("coffee")).isEqualTo(Map.of("revenue", 300L, "orders", 1L));
        }

        @Test
        void totals_of_many_streams_are_summed_over_pages() {
            for (int i = 0; i < 1_100; i++) {
                apply(fact("o" + i, 1, new Placed("ann", "tea", 2)));
            }

            assertThat(view.total("tea")).isEqualTo(Map.of("revenue", 2_200L, "orders", 1_100L));
        }
    }

    @Nested
    class When_somebody_else_writes_the_row {
        @Test
        void the_write_is_tried_again_on_what_is_there_then() {
            apply(fact("o1", 1, new Placed("ann", "tea", 300)));
            readModel.beforeNextPut(() -> apply(fact("o1", 2, new Moved("coffee"))));

            apply(fact("o1", 3, new Closed()));

            assertThat(view.find(O1)).contains(new OrderRow("ann", "coffee", 300, "closed"));
        }

        @Test
        void an_event_that_the_other_has_already_applied_changes_nothing() {
            apply(fact("o1", 1, new Placed("ann", "tea", 300)));
            readModel.beforeNextPut(() -> apply(fact("o1", 2, new Closed())));

            boolean changed = apply(fact("o1", 2, new Closed()));

            assertThat(changed).isFalse();
        }

        @Test
        void a_row_that_never_stands_still_is_the_ports_failure() {
            readModel.refuseEveryPut();

            assertThatThrownBy(() -> apply(fact("o1", 1, new Placed("ann", "tea", 300))))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("32");
        }
    }

    @Nested
    class When_a_subject_is_forgotten {
        @Test
        void its_rows_are_erased_and_others_stay() {
            apply(fact("o1", 1, new Placed("ann", "tea", 300)));
            apply(fact("o2", 1, new Placed("bob", "tea", 500)));

            int erased = view.erase("ann");

            assertThat(erased).isEqualTo(1);
            assertThat(view.find(O1)).isEmpty();
            assertThat(query("customer", "ann")).isEmpty();
            assertThat(query("customer", "bob")).hasSize(1);
            assertThat(view.erase("ann")).isZero();
        }

        @Test
        void totals_stay() {
            apply(fact("o1", 1, new Placed("ann", "tea", 300)));

            view.erase("ann");

            assertThat(view.total("tea")).isEqualTo(Map.of("revenue", 300L, "orders", 1L));
        }

        @Test
        void a_repeat_does_not_bring_the_row_back() {
            apply(fact("o1", 1, new Placed("ann", "tea", 300)));
            view.erase("ann");

            apply(fact("o1", 1, new Placed("ann", "tea", 300)));

            assertThat(view.find(O1)).isEmpty();
        }

        @Test
        void what_the_projection_lets_remain_remains() {
            OrderRows keeping = new OrderRows();
            Projection<OrderRow> anonymous = new Keeping(keeping);
            View<OrderRow> keeps = OrderRows.view(anonymous, readModel).build();
            OrderRows.apply(keeps, fact("o1", 1, new Placed("ann", "tea", 300)));

            keeps.erase("ann");

            assertThat(view.find(O1)).contains(new OrderRow("forgotten", "tea", 300, "placed"));
            assertThat(query("customer", "ann")).isEmpty();
        }

        @Test
        void an_event_that_is_applied_at_the_same_time_does_not_bring_the_data_back() {
            apply(fact("o1", 1, new Placed("ann", "tea", 300)));
            readModel.beforeNextPut(() -> view.erase("ann"));

            apply(fact("o1", 2, new Closed()));

            assertThat(view.find(O1)).isEmpty();
        }

        @Test
        void more_rows_than_a_page_are_all_erased() {
            for (int i = 0; i < 250; i++) {
                apply(fact("o" + i, 1, new Placed("ann", "tea", 2)));
            }

            assertThat(view.erase("ann")).isEqualTo(250);
            assertThat(view.page(Optional.empty(), 1000).items()).isEmpty();
        }
    }

    @Test
    void an_event_of_no_stream_is_refused() {
        Envelope<?> plain = Envelope.of(new EventId("/x", "1"), OrderRows.TYPE, new Closed());

        assertThatThrownBy(() -> apply(plain))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("streams");
    }

    @Test
    void two_contributions_of_a_row_to_one_total_are_refused() {
        Projection<OrderRow> twice = new Keeping(orders) {
            @Override
            public List<Contribution> contributions(OrderRow row) {
                return List.of(new Contribution("t", Map.of("n", 1L)), new Contribution("t", Map.of("n", 1L)));
            }
        };

        assertThatThrownBy(() -> OrderRows.apply(
                        OrderRows.view(twice, readModel).build(), fact("o1", 1, new Placed("ann", "tea", 300))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }

    private boolean apply(Envelope<?> event) {
        return OrderRows.apply(view, event);
    }

    private List<OrderRow> query(String index, String key) {
        return view.query(index, key, Optional.empty(), 100).items();
    }

    /** Lets an order remain when its customer is forgotten, without the customer. */
    private static class Keeping implements Projection<OrderRow> {
        private final OrderRows orders;

        Keeping(OrderRows orders) {
            this.orders = orders;
        }

        @Override
        public String name() {
            return orders.name();
        }

        @Override
        public Class<OrderRow> rowType() {
            return orders.rowType();
        }

        @Override
        public Optional<OrderRow> evolve(Optional<OrderRow> row, Envelope<?> event) {
            return orders.evolve(row, event);
        }

        @Override
        public Map<String, String> indexKeys(OrderRow row) {
            return orders.indexKeys(row);
        }

        @Override
        public Optional<String> subject(OrderRow row) {
            return orders.subject(row);
        }

        @Override
        public Optional<OrderRow> erase(OrderRow row) {
            return Optional.of(new OrderRow("forgotten", row.product(), row.cents(), row.state()));
        }
    }
}
