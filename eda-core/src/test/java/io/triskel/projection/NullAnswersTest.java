package io.triskel.projection;

import static io.triskel.projection.OrderRows.fact;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.Envelope;
import io.triskel.memory.InMemoryStores;
import io.triskel.projection.Projection.Contribution;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A null where a projection has to answer is told with the row and what to do. */
@SuppressWarnings("NullAway") // the null is the mistake
class NullAnswersTest {
    record Named(@Nullable String owner) {}

    @Test
    void a_null_index_key_is_refused_with_the_index_and_the_row() {
        Projection<Named> named = Projection.of("names", Named.class, Named.class, new Named(""), (row, event) -> event)
                .indexedBy("owner", Named::owner);

        assertThatThrownBy(() -> apply(named))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Index 'owner' of row 'o1' of names has the key null: return a text for each row, such as"
                        + " \"none\", or leave the index out of Projection.indexKeys for a row that it must not find");
    }

    @Test
    void a_null_index_key_of_a_written_projection_is_refused_likewise() {
        Map<String, String> keys = new HashMap<>();
        keys.put("owner", null);

        assertThatThrownBy(() -> apply(projection(keys, List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Index 'owner' of row 'o1' of names has the key null: ");
    }

    @Test
    void a_null_name_of_an_index_is_refused_with_the_row() {
        Map<String, String> keys = new HashMap<>();
        keys.put(null, "ann");

        assertThatThrownBy(() -> apply(projection(keys, List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An index of row 'o1' of names has the name null: set its name in Projection.indexKeys");
    }

    @Test
    void a_null_contribution_is_refused_with_the_row() {
        assertThatThrownBy(() -> apply(projection(Map.of(), Arrays.asList((Contribution) null))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A contribution of row 'o1' of names is null: leave it out of Projection.contributions for a"
                                + " row that adds nothing");
    }

    @Test
    void a_null_name_of_a_total_is_refused_with_the_row() {
        Projection<Named> nameless = new Fixed(Map.of(), List.of()) {
            @Override
            public List<Contribution> contributions(Named row) {
                return List.of(new Contribution(row.owner(), Map.of("orders", 1L)));
            }
        };

        assertThatThrownBy(() -> apply(nameless))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The contributions of row 'o1' of names: A total's name is null: set it, or omit the"
                        + " contribution from Projection.contributions for a row that adds nothing");
    }

    private static Projection<Named> projection(Map<String, String> keys, List<Contribution> contributions) {
        return new Fixed(keys, contributions);
    }

    private static void apply(Projection<Named> projection) {
        View<Named> view =
                OrderRows.view(projection, new InMemoryStores().readModel()).build();
        OrderRows.apply(view, fact("o1", 1, new Named(null)));
    }

    private static class Fixed implements Projection<Named> {
        private final Map<String, String> keys;
        private final List<Contribution> contributions;

        Fixed(Map<String, String> keys, List<Contribution> contributions) {
            this.keys = keys;
            this.contributions = contributions;
        }

        @Override
        public String name() {
            return "names";
        }

        @Override
        public Class<Named> rowType() {
            return Named.class;
        }

        @Override
        public Optional<Named> evolve(Optional<Named> row, Envelope<?> event) {
            return Optional.of((Named) event.data());
        }

        @Override
        public Map<String, String> indexKeys(Named row) {
            return keys;
        }

        @Override
        public List<Contribution> contributions(Named row) {
            return contributions;
        }
    }
}
