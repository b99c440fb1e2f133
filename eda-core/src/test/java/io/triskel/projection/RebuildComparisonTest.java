package io.triskel.projection;

import static io.triskel.projection.OrderRows.apply;
import static io.triskel.projection.OrderRows.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.StateCodec;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.Page;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryPersonalKeys;
import io.triskel.memory.InMemoryStores;
import io.triskel.personal.Personal;
import io.triskel.projection.OrderRows.Closed;
import io.triskel.projection.OrderRows.OrderRow;
import io.triskel.projection.OrderRows.Placed;
import io.triskel.projection.OrderRows.Removed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RebuildComparisonTest {
    private final ReadModel readModel = new InMemoryStores().readModel();
    private final View<OrderRow> view = OrderRows.view(new OrderRows(), readModel)
            .clock(() -> Instant.parse("2026-01-01T00:00:00Z"))
            .build();
    private final List<Envelope<?>> archive = new ArrayList<>();

    private void live(Envelope<?> event) {
        apply(view, event);
    }

    private void liveAndArchived(Envelope<?> event) {
        live(event);
        archive.add(event);
    }

    private Rebuild<OrderRow> rebuilt() {
        return view.rebuild((after, limit) -> new Page<>(archive, Optional.empty()), generation -> {})
                .toEnd();
    }

    private static RebuildComparison all(Rebuild<?> rebuild, int limit) {
        RebuildComparison sum = new RebuildComparison(0, 0, 0, 0, Set.of(), Optional.empty());
        do {
            RebuildComparison page = rebuild.compare(sum.next(), limit);
            sum = sum.plus(page);
        } while (sum.next().isPresent());
        return sum;
    }

    @Test
    void equal_rows_do_not_differ() {
        liveAndArchived(fact("o1", 1, new Placed("ann", "tea", 300)));
        liveAndArchived(fact("o2", 1, new Placed("bob", "tea", 500)));
        liveAndArchived(fact("o3", 1, new Placed("cem", "tea", 500)));
        liveAndArchived(fact("o3", 2, new Removed()));

        assertThat(all(rebuilt(), 10)).isEqualTo(new RebuildComparison(2, 0, 0, 0, Set.of(), Optional.empty()));
    }

    @Test
    void what_differs_is_counted_by_row_and_named_by_member_without_its_values() {
        live(fact("o1", 1, new Placed("wrong", "tea", 1)));
        archive.add(fact("o1", 1, new Placed("ann", "tea", 300)));
        live(fact("o2", 1, new Placed("bob", "tea", 1)));
        archive.add(fact("o2", 1, new Placed("bob", "tea", 500)));
        liveAndArchived(fact("o3", 1, new Placed("cem", "tea", 500)));

        RebuildComparison found = all(rebuilt(), 10);

        assertThat(found).isEqualTo(new RebuildComparison(3, 2, 0, 0, Set.of("customer", "cents"), Optional.empty()));
        assertThat(found.toString()).doesNotContain("wrong").doesNotContain("ann");
    }

    @Test
    void a_row_that_only_one_generation_has_is_missing() {
        live(fact("o1", 1, new Placed("ann", "tea", 300)));
        archive.add(fact("o2", 1, new Placed("bob", "tea", 500)));
        live(fact("o3", 1, new Placed("cem", "tea", 500)));
        archive.add(fact("o3", 1, new Removed()));

        assertThat(all(rebuilt(), 10)).isEqualTo(new RebuildComparison(3, 0, 3, 0, Set.of(), Optional.empty()));
    }

    @Test
    void a_row_at_another_revision_is_moving_and_not_compared() {
        liveAndArchived(fact("o1", 1, new Placed("ann", "tea", 300)));
        live(fact("o1", 2, new Closed()));

        assertThat(all(rebuilt(), 10)).isEqualTo(new RebuildComparison(1, 0, 0, 1, Set.of(), Optional.empty()));
    }

    @Test
    void pages_of_any_size_find_the_same() {
        for (int i = 0; i < 7; i++) {
            liveAndArchived(fact("o" + i, 1, new Placed("ann", "tea", i)));
            live(fact("old" + i, 1, new Placed("ann", "tea", i)));
            archive.add(fact("new" + i, 1, new Placed("ann", "tea", i)));
        }
        Rebuild<OrderRow> rebuild = rebuilt();

        RebuildComparison first = rebuild.compare(Optional.empty(), 2);

        assertThat(first.rows()).isLessThanOrEqualTo(2);
        assertThat(first.next()).isPresent();
        assertThat(all(rebuild, 2)).isEqualTo(all(rebuild, 100));
        assertThat(all(rebuild, 2).missing()).isEqualTo(14);
    }

    @Test
    void rows_are_compared_after_the_switch_until_the_old_ones_are_dropped() {
        live(fact("o1", 1, new Placed("wrong", "tea", 300)));
        archive.add(fact("o1", 1, new Placed("ann", "tea", 300)));
        Rebuild<OrderRow> rebuild = rebuilt();
        RebuildComparison before = all(rebuild, 10);

        rebuild.complete();

        assertThat(all(rebuild, 10)).isEqualTo(before);
        assertThat(before.members()).containsExactly("customer");
    }

    @Test
    void an_abandoned_generation_is_not_compared() {
        Rebuild<OrderRow> rebuild = rebuilt();
        rebuild.abandon();

        assertThatThrownBy(() -> rebuild.compare(Optional.empty(), 10)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_place_of_something_else_is_rejected() {
        Rebuild<OrderRow> rebuild = rebuilt();

        assertThatThrownBy(() -> rebuild.compare(Optional.of("o1"), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'o1' is not the next page of a comparison");
    }

    record Named(Personal<String> name, long visits) {}

    /** Each encryption gives other bytes. */
    @Test
    void personal_data_is_compared_as_it_reads() {
        View<Named> people = View.of(new People(), readModel, StateCodec.of().withPersonal(new InMemoryPersonalKeys()))
                .on(OrderRows.TYPE, Object.class)
                .build();
        Envelope<?> event = Envelope.of(new EventId("/people", "1"), OrderRows.TYPE, new Placed("ada", "tea", 1))
                .withPattern(new EventKind.Sourced(new StreamId("ada"), 1));
        apply(people, event);
        Rebuild<Named> rebuild = people.rebuild(
                        (after, limit) -> new Page<>(List.of(event), Optional.empty()), generation -> {})
                .toEnd();

        assertThat(all(rebuild, 10)).isEqualTo(new RebuildComparison(1, 0, 0, 0, Set.of(), Optional.empty()));
    }

    @Test
    void rows_that_are_no_records_are_compared_as_a_whole() {
        View<Size> sizes = View.of(new Sizes(), readModel, StateCodec.of())
                .on(OrderRows.TYPE, Object.class)
                .build();
        List<Envelope<?>> events = List.of(size("a", 900), size("b", 1));
        apply(sizes, size("a", 1));
        apply(sizes, events.get(1));

        Rebuild<Size> rebuild = sizes.rebuild((after, limit) -> new Page<>(events, Optional.empty()), generation -> {})
                .toEnd();

        assertThat(all(rebuild, 10)).isEqualTo(new RebuildComparison(2, 1, 0, 0, Set.of("@value"), Optional.empty()));
    }

    private static Envelope<?> size(String stream, long cents) {
        return Envelope.of(new EventId("/sizes", stream + cents), OrderRows.TYPE, new Placed("ada", "tea", cents))
                .withPattern(new EventKind.Sourced(new StreamId(stream), 1));
    }

    enum Size {
        SMALL,
        LARGE
    }

    private static final class Sizes implements Projection<Size> {
        @Override
        public String name() {
            return "sizes";
        }

        @Override
        public Class<Size> rowType() {
            return Size.class;
        }

        @Override
        public Optional<Size> evolve(Optional<Size> row, Envelope<?> event) {
            return event.data() instanceof Placed placed
                    ? Optional.of(placed.cents() > 100 ? Size.LARGE : Size.SMALL)
                    : row;
        }
    }

    private static final class People implements Projection<Named> {
        @Override
        public String name() {
            return "people";
        }

        @Override
        public Class<Named> rowType() {
            return Named.class;
        }

        /** Its rows hold personal data sealed and nowhere else. */
        @Override
        public Optional<String> subject(Named row) {
            return Optional.empty();
        }

        @Override
        public Optional<Named> evolve(Optional<Named> row, Envelope<?> event) {
            return event.data() instanceof Placed placed
                    ? Optional.of(new Named(Personal.of(placed.customer(), "Ada Lovelace"), 1))
                    : row;
        }
    }
}
