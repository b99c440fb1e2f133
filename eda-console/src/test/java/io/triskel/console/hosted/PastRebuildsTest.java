package io.triskel.console.hosted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.TypeRegistry;
import io.triskel.hosting.operation.Past;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.projection.History;
import io.triskel.projection.Projection;
import io.triskel.projection.View;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PastRebuildsTest {
    private record Placed(String order) {}

    private record Row(String order) {}

    private final InMemoryPlatform platform = InMemoryPlatform.of(
            "/orders",
            TypeRegistry.builder().add("orders.placed", 1, Placed.class).build());
    private final View<Row> orders = platform.view(view("orders"));
    private final View<Row> totals = platform.view(view("totals"));
    private final PastRebuilds rebuilds = new PastRebuilds(platform, () -> Past.of(platform.history()));

    private static Projection<Row> view(String name) {
        return Projection.of(name, Row.class, Placed.class, new Row(""), (row, placed) -> new Row(placed.order()));
    }

    @Test
    void another_view_waits_until_the_rebuild_of_the_first_is_over() {
        History first = rebuilds.history(orders);

        assertThatThrownBy(() -> rebuilds.history(totals))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("view orders is being rebuilt: finish or stop that first");
        first.close();

        try (History second = rebuilds.history(totals)) {
            assertThat(second.read(Optional.empty(), 1).items()).isEmpty();
        }
    }
}
