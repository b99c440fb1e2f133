package io.triskel.testkit.projection;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.Envelope;
import io.triskel.projection.Projection;
import io.triskel.projection.Projection.Contribution;
import io.triskel.testkit.ProjectionFixture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ProjectionFixtureTest {
    record Bought(String product, long cents) {}

    record Refunded() {}

    record Purchase(String product, long cents, String buyer) {}

    private final ProjectionFixture<Purchase> purchases = ProjectionFixture.of(new Purchases());

    @Test
    void a_projection_that_does_as_expected_passes() {
        purchases
                .given("p1", new Bought("tea", 300))
                .when("p2", new Bought("tea", 200))
                .thenRow("p1", new Purchase("tea", 300, "ann"))
                .thenNoRow("p3")
                .thenFound("product", "tea", new Purchase("tea", 300, "ann"), new Purchase("tea", 200, "ann"))
                .thenTotal("tea", Map.of("cents", 500L));
    }

    @Test
    void a_row_that_goes_is_gone() {
        purchases
                .given("p1", new Bought("tea", 300))
                .when("p1", new Refunded())
                .thenNoRow("p1")
                .thenTotal("tea", Map.of());
    }

    @Test
    void a_forgotten_subject_leaves_no_row() {
        purchases.given("p1", new Bought("tea", 300)).whenForgotten("ann").thenNoRow("p1");
    }

    @Nested
    class When_it_is_not_as_expected {
        private final ProjectionFixture.Then<Purchase> then = purchases.when("p1", new Bought("tea", 300));

        @Test
        void another_row_fails() {
            assertThatThrownBy(() -> then.thenRow("p1", new Purchase("tea", 301, "ann")))
                    .isInstanceOf(AssertionError.class);
        }

        @Test
        void a_row_where_none_is_expected_fails() {
            assertThatThrownBy(() -> then.thenNoRow("p1")).isInstanceOf(AssertionError.class);
        }

        @Test
        void another_total_fails() {
            assertThatThrownBy(() -> then.thenTotal("tea", Map.of("cents", 600L)))
                    .isInstanceOf(AssertionError.class);
        }

        @Test
        void a_row_too_many_fails() {
            assertThatThrownBy(() -> then.thenFound("product", "tea")).isInstanceOf(AssertionError.class);
        }
    }

    private static final class Purchases implements Projection<Purchase> {
        @Override
        public String name() {
            return "purchases";
        }

        @Override
        public Class<Purchase> rowType() {
            return Purchase.class;
        }

        @Override
        public Optional<Purchase> evolve(Optional<Purchase> row, Envelope<?> event) {
            return event.data() instanceof Bought bought
                    ? Optional.of(new Purchase(bought.product(), bought.cents(), "ann"))
                    : Optional.empty();
        }

        @Override
        public Map<String, String> indexKeys(Purchase row) {
            return Map.of("product", row.product());
        }

        @Override
        public List<Contribution> contributions(Purchase row) {
            return List.of(new Contribution(row.product(), Map.of("cents", row.cents())));
        }

        @Override
        public Optional<String> subject(Purchase row) {
            return Optional.of(row.buyer());
        }
    }
}
