package io.triskel.projection;

import static io.triskel.projection.OrderRows.fact;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.StateCodec;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.StreamId;
import io.triskel.personal.SubjectForgotten;
import io.triskel.projection.OrderRows.Closed;
import io.triskel.projection.OrderRows.Moved;
import io.triskel.projection.OrderRows.OrderRow;
import io.triskel.projection.OrderRows.Placed;
import io.triskel.projection.OrderRows.Removed;
import io.triskel.projection.ReadModel.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who was forgotten is in no generation, whenever it happens and whatever comes later. */
class ViewForgettingTest {
    private static final StreamId O1 = new StreamId("o1");

    private final Rebuilding here = new Rebuilding();
    private final View<OrderRow> live = here.process();

    ViewForgettingTest() {
        here.live(live, fact("o1", 1, new Placed("ann", "tea", 300)));
        here.live(live, fact("o2", 1, new Placed("bob", "tea", 500)));
    }

    @Test
    void after_a_rebuild_it_is_the_rebuilt_row_that_is_erased() {
        here.finish(here.completed(live));
        View<OrderRow> restarted = here.process();

        assertThat(restarted.erase("ann")).isEqualTo(1);

        assertThat(restarted.find(O1)).isEmpty();
        assertThat(annIsIn()).isEmpty();
    }

    @Test
    void an_operator_sees_a_row_as_the_eraser_would_leave_it() {
        here.live(live, fact("o3", 1, new Placed("cat", "tea", 700)));
        Optional<OrderRow> kept = live.find(O1);

        assertThat(live.findWithoutPerson(O1)).isEmpty();
        assertThat(live.findWithoutPerson(new StreamId("o9"))).isEmpty();

        assertThat(live.find(O1)).isEqualTo(kept).isPresent();
    }

    @Test
    void an_eraser_that_has_not_noticed_the_switch_erases_where_it_is_read() {
        here.completed(here.process());

        live.erase("ann");

        assertThat(here.process().find(O1)).isEmpty();
        assertThat(annIsIn()).isEmpty();
    }

    @Nested
    class A_rebuild {
        @Test
        void of_a_history_that_still_tells_of_somebody_forgotten_brings_nothing_back() {
            live.erase("ann");

            here.completed(here.process());

            assertThat(here.process().find(O1)).isEmpty();
            assertThat(annIsIn()).isEmpty();
            assertThat(here.process().find(new StreamId("o2"))).isPresent();
        }

        @Test
        void takes_over_what_a_forgotten_person_added_to_totals_in_the_end() {
            here.live(live, fact("o1", 2, new Moved("coffee")));
            here.live(live, fact("o3", 1, new Placed("ann", "tea", 7)));
            here.live(live, fact("o3", 2, new Removed()));
            live.erase("ann");

            here.completed(here.process());

            View<OrderRow> rebuilt = here.process();
            assertThat(rebuilt.total("coffee")).isEqualTo(live.total("coffee")).containsEntry("revenue", 300L);
            assertThat(rebuilt.total("tea")).isEqualTo(live.total("tea")).containsEntry("revenue", 500L);
        }

        @Test
        void erases_step_by_step() {
            for (int i = 0; i < 5; i++) {
                live.erase("person" + i);
            }
            live.erase("ann");
            Rebuild<OrderRow> rebuild = here.begin(here.process());
            int steps = 1;
            while (rebuild.step(2)) {
                steps++;
            }

            rebuild.complete();

            assertThat(steps).isGreaterThan(3);
            assertThat(annIsIn()).isEmpty();
        }

        @Test
        void learns_who_was_forgotten_from_its_history_too() {
            here.log.add(0, Envelope.of(new EventId("/keys", "1"), SubjectForgotten.TYPE, new SubjectForgotten("ann")));

            here.completed(here.process());

            assertThat(here.process().find(O1)).isEmpty();
            assertThat(here.process().find(new StreamId("o2"))).isPresent();
        }

        @Test
        void that_is_given_up_keeps_nothing_of_who_is_forgotten_then() {
            Rebuild<OrderRow> lost = here.read(here.begin(here.process()));
            lost.abandon();

            live.erase("ann");

            assertThat(annIsIn()).isEmpty();
        }
    }

    @Nested
    class Somebody_is_forgotten {
        @Test
        void while_the_history_is_read() {
            Rebuild<OrderRow> rebuild = here.begin(here.process());
            rebuild.step(1);

            live.erase("ann");

            assertThat(annIsIn()).isEmpty();
            here.read(rebuild).complete();
            assertThat(annIsIn()).isEmpty();
        }

        @Test
        void while_those_who_were_forgotten_are_erased() {
            for (int i = 0; i < 5; i++) {
                live.erase("person" + i);
            }
            Rebuild<OrderRow> rebuild = here.begin(here.process());
            here.readModel.before("put triskel.projections", () -> live.erase("ann"));

            here.read(rebuild).complete();

            assertThat(annIsIn()).isEmpty();
        }

        @Test
        void between_the_history_and_the_switch() throws Exception {
            Rebuild<OrderRow> rebuild = here.read(here.begin(here.process()));

            live.erase("ann");
            rebuild.apply(fact("o1", 1, new Placed("ann", "tea", 300)));
            rebuild.apply(fact("o3", 1, new Placed("ann", "tea", 300)));
            rebuild.complete();

            assertThat(annIsIn()).isEmpty();
        }

        @Test
        void while_it_is_switched() {
            Rebuild<OrderRow> rebuild = here.read(here.begin(here.process()));
            here.readModel.before("put triskel.projections", () -> live.erase("ann"));

            rebuild.complete();

            assertThat(annIsIn()).isEmpty();
        }

        @Test
        void by_who_read_the_generations_just_before_the_switch() {
            Rebuild<OrderRow> rebuild = here.read(here.begin(here.process()));
            here.readModel.before("query orders.g2", rebuild::complete);

            live.erase("ann");

            assertThat(annIsIn()).isEmpty();
        }

        @Test
        void right_after_the_switch_while_another_process_still_writes_the_old_rows() {
            Rebuild<OrderRow> rebuild = here.completed(here.process());
            here.process().erase("ann");

            here.live(live, fact("o1", 2, new Closed()));
            here.live(live, fact("o3", 1, new Placed("ann", "tea", 300)));

            assertThat(annIsIn()).isEmpty();
            assertThat(rebuild.mayEnd()).isFalse();
        }

        @Test
        void while_an_event_of_theirs_is_being_applied() {
            here.readModel.before("put orders.g1", () -> here.process().erase("cem"));

            here.live(live, fact("o3", 1, new Placed("cem", "tea", 300)));

            assertThat(live.find(new StreamId("o3"))).isEmpty();
        }

        @Test
        void and_whoever_applied_an_event_of_theirs_crashed_before_it_looked() {
            here.process().erase("cem");
            here.readModel.before("get orders.forgotten", () -> {
                throw new IllegalStateException("crashed");
            });
            Envelope<?> event = fact("o3", 1, new Placed("cem", "tea", 300));
            try {
                live.apply(event);
            } catch (Exception crashed) {
                assertThat(crashed).hasMessage("crashed");
            }

            OrderRows.apply(live, event);

            assertThat(live.find(new StreamId("o3"))).isEmpty();
        }

        @Test
        void and_the_eraser_says_it_again() {
            assertThat(List.of(live.erase("ann"), live.erase("ann"))).containsExactly(1, 0);
        }
    }

    @Test
    void a_view_that_is_not_told_takes_no_notice_of_the_event_in_a_history() {
        View<OrderRow> deaf = View.of(new OrderRows(), here.readModel, StateCodec.of())
                .on(OrderRows.TYPE, Object.class)
                .clock(() -> here.now)
                .build();
        here.log.add(Envelope.of(new EventId("/keys", "1"), SubjectForgotten.TYPE, new SubjectForgotten("ann")));

        here.completed(deaf);

        assertThat(deaf.find(O1)).isPresent();
        assertThat(deaf.total("tea")).isEqualTo(Map.of("revenue", 800L, "orders", 2L));
    }

    /** {@return the tables of rows that have ann's name in some row, whichever generation} */
    private List<String> annIsIn() {
        List<String> tables = new ArrayList<>();
        for (int generation = 1; generation < 5; generation++) {
            String table = "orders.g" + generation;
            for (Row row : here.readModel.page(table, Optional.empty(), 1000).items()) {
                if (new String(row.state(), StandardCharsets.UTF_8).contains("ann")) {
                    tables.add(table);
                }
            }
        }
        return tables;
    }
}
