package io.triskel.orders.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Page;
import io.triskel.event.StreamId;
import io.triskel.hosting.operation.Past;
import io.triskel.hosting.operation.ViewRebuild;
import io.triskel.orders.MemoryOrders;
import io.triskel.orders.ordering.OrderEvent.OrderRejected;
import io.triskel.orders.ordering.OrderStatus;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.view.OrderRow;
import io.triskel.projection.History;
import io.triskel.projection.ReadModel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ViewRebuildTest {
    private final MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);
    private final TwoSources past = new TwoSources();

    private ViewRebuild<OrderRow> rebuild() {
        return new ViewRebuild<>(orders.pipeline().view(), orders.ports().platform(), past, read -> {});
    }

    private Optional<OrderRow> row(String order) {
        return orders.pipeline().view().find(new StreamId("order-" + order));
    }

    private static Envelope<?> rejected(String order, long revision, String why) {
        return Envelope.of(
                        new EventId("/orders", order + revision),
                        new EventType("orders.order-rejected", 1),
                        new OrderRejected(order, "C-1", why))
                .withPattern(new EventKind.Sourced(new StreamId("order-" + order), revision));
    }

    @Test
    void what_the_archive_does_not_have_comes_from_the_bus_and_nothing_counts_twice() {
        past.archived(rejected("A", 1, "archived"), rejected("B", 1, "archived"));
        past.published(rejected("B", 1, "archived"), rejected("B", 2, "of late"), rejected("C", 1, "of late"));

        ViewRebuild.Report report = rebuild().switchOver(orders.soon());

        assertThat(report.fromArchive()).isEqualTo(2);
        assertThat(report.fromBus()).isEqualTo(2);
        assertThat(row("A")).get().extracting(OrderRow::status).isEqualTo(OrderStatus.REJECTED);
        assertThat(row("B")).get().extracting(OrderRow::revision).isEqualTo(2L);
        assertThat(row("C")).get().extracting(OrderRow::revision).isEqualTo(1L);
    }

    @Test
    void the_bus_is_asked_to_keep_its_events_before_the_archive_is_read() {
        past.archived(rejected("A", 1, "archived"));

        ViewRebuild.Report unused = rebuild().switchOver(orders.soon());

        assertThat(past.calls).startsWith("subscribe").contains("archive");
    }

    @Test
    void a_row_that_no_event_accounts_for_is_gone_afterwards() throws Exception {
        orders.pipeline().view().apply(rejected("ghost", 1, "a bug"));
        past.archived(rejected("A", 1, "archived"));

        ViewRebuild.Report unused = rebuild().switchOver(orders.soon());

        assertThat(row("ghost")).isEmpty();
        assertThat(row("A")).isPresent();
    }

    @Test
    void old_rows_go_once_nobody_uses_them_and_the_next_rebuild_begins_anew() {
        past.archived(rejected("A", 1, "archived"));
        past.onRun = () -> orders.pass(Duration.ofSeconds(30));
        ViewRebuild.Report first = rebuild().toEnd(far());

        ViewRebuild.Report second = rebuild().toEnd(far());

        assertThat(second.generation()).isGreaterThan(first.generation());
        assertThat(second.fromArchive()).isEqualTo(1);
        assertThat(second.dropped()).isPositive();
        assertThat(row("A")).isPresent();
    }

    @Test
    void after_a_rebuild_that_only_switched_the_next_one_still_begins_anew() {
        past.onRun = () -> orders.pass(Duration.ofSeconds(30));
        ViewRebuild.Report first = rebuild().switchOver(far());
        past.archived(rejected("A", 1, "archived"));

        ViewRebuild.Report second = rebuild().toEnd(far());

        assertThat(second.generation()).isGreaterThan(first.generation());
        assertThat(row("A")).isPresent();
    }

    @Nested
    class What_cannot_be_taken {
        @Test
        void a_record_of_the_bus_that_is_no_event_is_left_out_and_counted() {
            past.garbage("no event", "order-A");
            past.published(rejected("A", 1, "of late"));

            ViewRebuild.Report report = rebuild().switchOver(orders.soon());

            assertThat(report.unreadable()).isEqualTo(1);
            assertThat(row("A")).isPresent();
        }

        @Test
        void a_view_that_fails_keeps_its_rows_and_the_event_is_named() {
            past.published(rejected("A", 1, "of late"));
            past.onRun = () -> orders.spoils(ReadModel.class);

            assertThatThrownBy(() -> rebuild().switchOver(orders.soon()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("A1")
                    .hasMessageContaining("ReadModel was told to fail");
        }

        @Test
        void a_bus_that_is_not_read_to_its_end_in_time_says_why() {
            past.problem = Optional.of("shard 1 answers nothing");
            past.onRun = () -> orders.pass(Duration.ofSeconds(30));

            assertThatThrownBy(() -> rebuild().switchOver(orders.soon()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not read to its end in time: shard 1 answers nothing");
        }
    }

    private Deadline far() {
        return Deadline.in(Duration.ofDays(1), orders.ports().platform().clock());
    }

    /** An archive and a bus that hold what they are told to. */
    private final class TwoSources implements Past {
        private final List<Envelope<?>> archive = new ArrayList<>();
        private final List<Delivery> bus = new ArrayList<>();
        final List<String> calls = new ArrayList<>();
        Runnable onRun = () -> {};
        Optional<String> problem = Optional.empty();

        void archived(Envelope<?>... events) {
            archive.addAll(List.of(events));
        }

        void published(Envelope<?>... events) {
            for (Envelope<?> event : events) {
                bus.add(new Delivery.Decoded(event, new Delivery.Position("bus:" + bus.size())));
            }
        }

        void garbage(String text, String key) {
            bus.add(new Delivery.Undecodable(
                    text.getBytes(StandardCharsets.UTF_8),
                    Map.of(),
                    Optional.of(key),
                    new Delivery.Position("bus:" + bus.size()),
                    "it is no event"));
        }

        @Override
        public History archive(Consumer<Delivery.Undecodable> broken) {
            return (after, limit) -> {
                calls.add("archive");
                return new Page<>(archive, Optional.empty());
            };
        }

        @Override
        public void subscribe() {
            calls.add("subscribe");
        }

        @Override
        public BusReading bus(BatchProcessor processor, EventCodec codec) {
            calls.add("bus");
            return new BusReading() {
                private int next;

                @Override
                public Run run(Deadline deadline) {
                    onRun.run();
                    Settlement settlement =
                            processor.process(bus.subList(next, bus.size()), Redelivery.FROM_FIRST_UNSETTLED, deadline);
                    next += settlement.firstUnsettled().orElse(bus.size() - next);
                    return new Run(problem.isEmpty() && next == bus.size(), problem);
                }
            };
        }
    }
}
