package io.triskel.projection;

import static io.triskel.projection.OrderRows.apply;
import static io.triskel.projection.OrderRows.fact;
import static io.triskel.projection.Rebuilding.HANDED_OVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.StateCodec;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.NotYetException;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.EventType;
import io.triskel.event.Page;
import io.triskel.event.StreamId;
import io.triskel.projection.OrderRows.Closed;
import io.triskel.projection.OrderRows.Moved;
import io.triskel.projection.OrderRows.OrderRow;
import io.triskel.projection.OrderRows.Placed;
import io.triskel.projection.ReadModel.Row;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a view shows, whoever rebuilds it, while handlers, readers and other processes go on. */
class ViewAcrossRebuildTest {
    private static final StreamId O1 = new StreamId("o1");

    private final Rebuilding here = new Rebuilding();
    private final View<OrderRow> live = here.process();

    ViewAcrossRebuildTest() {
        here.live(live, fact("o1", 1, new Placed("ann", "tea", 300)));
        here.live(live, fact("o2", 1, new Placed("bob", "tea", 500)));
    }

    @Nested
    class After_the_switch {
        @Test
        void a_program_that_was_started_anew_shows_what_it_applies() {
            here.finish(here.completed(live));
            View<OrderRow> restarted = here.process();

            here.live(restarted, fact("o1", 2, new Closed()));

            assertThat(restarted.find(O1)).map(OrderRow::state).contains("closed");
        }

        @Test
        void a_handler_that_runs_follows_within_its_cache_age() {
            here.completed(here.process());
            here.now = here.now.plus(Generations.USUAL_CACHE_AGE);

            here.live(live, fact("o1", 2, new Closed()));

            assertThat(here.process().find(O1)).map(OrderRow::state).contains("closed");
        }

        @Test
        void a_handler_that_has_not_noticed_costs_the_new_generation_nothing() throws Exception {
            Rebuild<OrderRow> rebuild = here.completed(here.process());

            here.live(live, fact("o1", 2, new Closed()));
            rebuild.apply(fact("o1", 2, new Closed()));
            here.finish(rebuild);

            assertThat(live.find(O1)).map(OrderRow::state).contains("closed");
            assertThat(here.process().find(O1)).map(OrderRow::state).contains("closed");
        }

        @Test
        void an_event_waits_for_its_predecessors_that_the_old_generation_has_and_the_new_one_has_not()
                throws Exception {
            Rebuild<OrderRow> rebuild = here.completed(here.process());
            here.live(live, fact("o1", 2, new Moved("coffee")));
            View<OrderRow> started = here.process();

            assertThatThrownBy(() -> started.apply(fact("o1", 3, new Closed())))
                    .isInstanceOf(NotYetException.class)
                    .hasMessageContaining("waits for the rebuild's subscription");
            rebuild.apply(fact("o1", 2, new Moved("coffee")));

            assertThat(apply(started, fact("o1", 3, new Closed()))).isTrue();
            assertThat(started.find(O1)).contains(new OrderRow("ann", "coffee", 300, "closed"));
        }

        @Test
        void a_repeat_waits_for_nothing() throws Exception {
            here.completed(here.process());
            here.live(live, fact("o1", 2, new Moved("coffee")));

            assertThat(here.process().apply(fact("o1", 1, new Placed("ann", "tea", 300))))
                    .isFalse();
        }

        @Test
        void nothing_waits_any_more_once_the_old_rows_go() throws Exception {
            Rebuild<OrderRow> rebuild = here.completed(here.process());
            here.live(live, fact("o1", 2, new Moved("coffee")));
            here.now = here.now.plus(HANDED_OVER);

            assertThat(rebuild.dropOld(1)).isEqualTo(1);

            assertThat(here.process().apply(fact("o1", 3, new Closed()))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 24})
    void a_handler_whose_clock_is_set_back_follows_a_switch_all_the_same(int hours) {
        here.now = here.now.minus(Duration.ofHours(hours));
        here.finish(here.completed(here.process()));

        here.live(live, fact("o1", 2, new Closed()));

        assertThat(here.process().find(O1)).map(OrderRow::state).contains("closed");
    }

    @Nested
    class Whoever_rebuilds {
        @Test
        void two_processes_may_complete_at_once() {
            Rebuild<OrderRow> one = here.read(here.begin(here.process()));
            Rebuild<OrderRow> other = here.begin(here.process());
            here.readModel.before("put triskel.projections", other::complete);

            one.complete();

            assertThat(here.process().find(O1)).isPresent();
            here.finish(one);
            assertThat(here.process().find(O1)).isPresent();
            assertThat(other.dropOld(10)).isZero();
        }

        @Test
        void one_that_stalled_does_not_set_the_other_back() {
            Rebuild<OrderRow> fast = here.begin(here.process());
            Rebuild<OrderRow> stalled = here.process()
                    .rebuild(
                            (after, limit) -> {
                                Page<Envelope<?>> page = here.history(after, limit);
                                here.read(fast);
                                return page;
                            },
                            generation -> {});

            assertThat(stalled.step(1)).isTrue();

            fast.complete();
            assertThat(here.process().total("tea")).containsEntry("orders", 2L);
        }

        @Test
        void the_switch_is_finished_by_another_process_before_the_next_rebuild() {
            here.completed(here.process());

            Rebuild<OrderRow> goesOn =
                    here.process().unfinishedRebuild(generation -> {}).orElseThrow();

            assertThat(goesOn.generation()).isEqualTo(2);
            assertThat(goesOn.step(10)).isFalse();
            assertThat(goesOn.complete()).isEqualTo(here.now.plus(HANDED_OVER));
            here.finish(goesOn);
            assertThat(here.process().unfinishedRebuild(generation -> {})).isEmpty();
            assertThat(here.begin(here.process()).generation()).isEqualTo(3);
        }

        @Test
        void another_one_is_refused_while_old_rows_are_there_with_what_to_do() {
            here.completed(here.process());

            assertThatThrownBy(() -> here.begin(here.process()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "Generation 1 of orders, which an earlier rebuild left, still has its rows. Drop them with"
                                    + " View.unfinishedRebuild and Rebuild.dropOld, which may begin at"
                                    + " 2026-01-01T00:00:20Z, then rebuild again");
        }

        @Test
        void one_that_is_given_up_is_never_read_and_the_next_one_begins_anew() {
            Rebuild<OrderRow> lost = here.begin(here.process());
            lost.step(1);

            lost.abandon();
            lost.abandon();

            assertThatThrownBy(() -> lost.step(1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("was abandoned");
            assertThatThrownBy(lost::complete).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> lost.dropOld(10)).isInstanceOf(IllegalStateException.class);
            here.finish(lost);
            assertThat(here.readModel.page("orders.g2", Optional.empty(), 10).items())
                    .isEmpty();
            Rebuild<OrderRow> next = here.completed(here.process());
            assertThat(next.generation()).isEqualTo(3);
            assertThat(here.process().find(O1)).isPresent();
        }

        @Test
        void what_comes_for_one_that_was_given_up_goes_nowhere() throws Exception {
            Rebuild<OrderRow> lost = here.read(here.begin(here.process()));
            lost.abandon();
            here.finish(lost);

            assertThat(lost.apply(fact("o1", 2, new Closed()))).isFalse();

            assertThat(here.readModel.page("orders.g2", Optional.empty(), 10).items())
                    .isEmpty();
        }

        @Test
        void one_that_is_read_already_cannot_be_given_up() {
            Rebuild<OrderRow> rebuild = here.completed(here.process());

            assertThatThrownBy(rebuild::abandon)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("already active");
        }
    }

    @Nested
    class What_feeds_it {
        private static final EventType OTHER = EventType.of("test.noise", 1);

        /** Counts what it is given. */
        record Count(int events) {}

        private static final class Counting implements Projection<Count> {
            @Override
            public String name() {
                return "counts";
            }

            @Override
            public Class<Count> rowType() {
                return Count.class;
            }

            @Override
            public Optional<Count> evolve(Optional<Count> row, Envelope<?> event) {
                return Optional.of(new Count(row.map(Count::events).orElse(0) + 1));
            }
        }

        private final View<Count> counts = View.of(new Counting(), here.readModel, StateCodec.of())
                .on(OrderRows.TYPE, Placed.class)
                .streams(stream -> !stream.value().equals("o2"))
                .clock(() -> here.now)
                .build();

        private Envelope<?> noise(String stream, long revision) {
            return Envelope.of(new EventId("/noise", stream + "-" + revision), OTHER, "noise")
                    .withPattern(new EventKind.Sourced(new StreamId(stream), revision));
        }

        @Test
        void is_the_same_live_and_rebuilt() {
            here.log.add(noise("o1", 2));
            here.log.forEach(event -> apply(counts, event));
            List<Count> before = counts.page(Optional.empty(), 10).items();

            here.completed(counts);

            assertThat(counts.page(Optional.empty(), 10).items())
                    .isEqualTo(before)
                    .containsExactly(new Count(1));
        }

        @Test
        void is_what_a_consumer_is_built_from() {
            assertThat(counts.subscribe(EventConsumer.named("counts")).build().types())
                    .containsExactly(OrderRows.TYPE);
            assertThat(here.begin(counts)
                            .subscribe(EventConsumer.named("rebuild"))
                            .build()
                            .types())
                    .containsExactly(OrderRows.TYPE);
        }

        @Test
        void is_data_that_somebody_decoded() {
            Envelope<?> raw = fact("o1", 2, "not decoded");
            here.log.add(raw);

            assertThatThrownBy(() -> counts.apply(raw))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("codec");
            assertThatThrownBy(() -> here.read(here.begin(counts))).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void is_no_version_that_live_delivery_would_park() {
            here.log.add(Envelope.of(new EventId("/x", "1"), EventType.of("test.order", 7), "newer")
                    .withPattern(new EventKind.Sourced(O1, 2)));

            assertThatThrownBy(() -> here.read(here.begin(counts)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("upcaster");
        }

        @Test
        void is_something() {
            ViewBuilder<OrderRow> nothing = View.of(new OrderRows(), here.readModel, StateCodec.of());

            assertThatThrownBy(nothing::build)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has no events");
        }
    }

    @Nested
    class A_page_token {
        @Test
        void works_as_long_as_the_rows_are_there() {
            Page<OrderRow> first = live.page(Optional.empty(), 1);
            here.completed(live);

            Page<OrderRow> second = live.page(first.next(), 1);

            assertThat(List.of(
                            first.items().get(0).customer(),
                            second.items().get(0).customer()))
                    .containsExactlyInAnyOrder("ann", "bob");
        }

        @Test
        void is_refused_when_they_are_not() {
            Page<OrderRow> first = live.page(Optional.empty(), 1);
            Rebuild<OrderRow> rebuild = here.completed(live);
            here.now = here.now.plus(HANDED_OVER);
            rebuild.dropOld(1);

            assertThatThrownBy(() -> live.page(first.next(), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("rebuilt since");
        }

        @Test
        void is_refused_if_the_rows_begin_to_go_while_the_page_is_read() {
            Page<OrderRow> first = live.query("state", "placed", Optional.empty(), 1);
            Rebuild<OrderRow> rebuild = here.completed(live);
            here.now = here.now.plus(HANDED_OVER);
            here.readModel.before("next query orders.g1", () -> rebuild.dropOld(1));

            assertThatThrownBy(() -> live.query("state", "placed", first.next(), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("rebuilt since");
        }

        @Test
        void of_a_generation_that_is_being_built_is_refused() {
            here.read(here.begin(live));

            assertThatThrownBy(() -> live.page(Optional.of("g2:o1"), 1)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void that_is_none_is_refused() {
            assertThatThrownBy(() -> live.page(Optional.of("o1"), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("begin at the first page");
        }
    }

    @Nested
    class A_total {
        @Test
        void is_of_one_generation_whatever_is_switched_and_dropped_meanwhile() {
            for (int i = 0; i < 600; i++) {
                here.live(live, fact("many" + i, 1, new Placed("ann", "tea", 1)));
            }
            Rebuild<OrderRow> rebuild = here.read(here.begin(here.process()));
            here.readModel.before("next query orders.g1.totals", () -> {
                rebuild.complete();
                here.finish(rebuild);
            });

            assertThat(live.total("tea")).isEqualTo(Map.of("revenue", 1_400L, "orders", 602L));
        }

        @Test
        void takes_a_request_for_each_500_contributions_and_one_to_see_that_nothing_was_switched() {
            for (int i = 0; i < 1_100; i++) {
                here.live(live, fact("many" + i, 1, new Placed("ann", "tea", 1)));
            }
            here.readModel.requests();

            live.total("tea");

            assertThat(here.readModel.requests())
                    .containsExactly(
                            "query orders.g1.totals",
                            "next query orders.g1.totals",
                            "next query orders.g1.totals",
                            "get triskel.projections");
        }

        @Test
        void of_a_few_takes_one() {
            here.readModel.requests();

            live.total("tea");

            assertThat(here.readModel.requests()).containsExactly("query orders.g1.totals");
        }
    }

    @Nested
    class Its_requests {
        @Test
        void are_a_read_and_a_write_per_row_and_a_question_per_cache_age() {
            here.readModel.requests();
            apply(live, fact("o1", 2, new Closed()));
            assertThat(here.readModel.requests()).containsExactly("get orders.g1", "put orders.g1");

            here.now = here.now.plus(Generations.USUAL_CACHE_AGE);
            apply(live, fact("o2", 2, new Closed()));

            assertThat(here.readModel.requests())
                    .containsExactly("get triskel.projections", "get orders.g1", "put orders.g1");
        }

        @Test
        void are_one_more_when_a_row_gets_its_subject() {
            here.readModel.requests();

            apply(live, fact("o3", 1, new Placed("cem", "tea", 1)));

            assertThat(here.readModel.requests())
                    .containsExactly("get orders.g1", "put orders.g1.totals", "put orders.g1", "get orders.forgotten");
        }

        @Test
        void are_one_more_when_a_total_changes_that_another_process_wrote() {
            apply(live, fact("o3", 1, new Placed("cem", "tea", 1)));
            View<OrderRow> another = here.process();
            another.find(O1);
            here.readModel.requests();

            apply(another, fact("o3", 2, new Placed("cem", "tea", 2)));
            apply(another, fact("o3", 3, new Placed("cem", "tea", 3)));

            assertThat(here.readModel.requests())
                    .containsExactly(
                            "get orders.g1",
                            "get orders.g1.totals",
                            "put orders.g1.totals",
                            "put orders.g1",
                            "get orders.g1",
                            "put orders.g1.totals",
                            "put orders.g1");
        }

        @Test
        void are_one_more_while_a_rebuild_hands_over() {
            here.completed(live);
            here.readModel.requests();

            apply(live, fact("o1", 2, new Closed()));

            assertThat(here.readModel.requests()).containsExactly("get orders.g2", "get orders.g1", "put orders.g2");
        }

        @Test
        void of_a_rebuilds_page_are_a_read_and_a_write_per_row_whatever_the_events() {
            here.live(live, fact("o1", 2, new Closed()));
            here.live(live, fact("o1", 3, new Closed()));
            Rebuild<OrderRow> rebuild = here.begin(here.process());
            here.readModel.requests();

            rebuild.step(100);

            assertThat(here.readModel.requests().stream().filter(request -> request.contains("orders.g2")))
                    .containsExactly(
                            "get orders.g2",
                            "put orders.g2.totals",
                            "put orders.g2",
                            "get orders.g2",
                            "put orders.g2.totals",
                            "put orders.g2");
        }

        @Test
        void are_one_for_a_row_that_is_found() {
            here.readModel.requests();

            live.find(O1);

            assertThat(here.readModel.requests()).containsExactly("get orders.g1");
        }
    }

    @Test
    void a_reader_that_stalls_until_the_rows_go_reads_again() {
        Rebuild<OrderRow> rebuild = here.read(here.begin(here.process()));
        here.readModel.before("get orders.g1", () -> {
            rebuild.complete();
            here.finish(rebuild);
        });

        assertThat(live.find(O1)).isPresent();
    }

    @Test
    void a_longer_cache_age_is_stated_once_and_before_it_is_used() {
        View<OrderRow> slow = OrderRows.view(new OrderRows(), here.readModel)
                .clock(() -> here.now)
                .cacheAge(Duration.ofMinutes(1))
                .build();
        here.readModel.requests();

        slow.find(O1);
        here.process().find(O1);

        assertThat(here.readModel.requests())
                .containsExactly(
                        "get triskel.projections",
                        "get triskel.projections",
                        "put triskel.projections",
                        "get orders.g1",
                        "get triskel.projections",
                        "get orders.g1");
    }

    @Test
    void what_older_versions_wrote_of_generations_is_still_read() {
        String older = "{\"active\":1,\"building\":2,\"historyAfter\":\"1\",\"historyRead\":false}";
        assertThat(here.readModel.put(
                        "triskel.projections",
                        new Row("orders", 0, 1, Map.of(), older.getBytes(StandardCharsets.UTF_8)),
                        0))
                .isTrue();

        Rebuild<OrderRow> goesOn = here.completed(here.process());

        assertThat(goesOn.generation()).isEqualTo(2);
        assertThat(here.process().find(new StreamId("o2"))).isPresent();
        assertThat(here.process().find(O1)).isEmpty();
    }
}
