package io.triskel.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CreatedSiteTest {
    private final List<String> done = new ArrayList<>();

    @Test
    void stores_are_created_for_those_who_need_more_than_a_bus() {
        try (CreatedSite<String> site = site(List.of())) {
            assertThat(site.freshBus()).isEqualTo("orders");
            assertThat(done).containsExactly("bus");

            assertThat(site.fresh()).isEqualTo("orders");
            assertThat(done).containsExactly("bus", "bus", "stores of orders");
        }
    }

    @Test
    void what_was_published_is_forgotten() {
        try (CreatedSite<String> site = site(List.of())) {
            site.delete("orders");
        }

        assertThat(done).containsExactly("no orders");
    }

    @Test
    void what_was_started_ends_with_it_in_order() {
        site(List.of(() -> done.add("one"), () -> done.add("other"))).close();

        assertThat(done).containsExactly("one", "other");
    }

    @Test
    void one_that_does_not_end_well_is_told() {
        assertThatIllegalStateException()
                .isThrownBy(() -> site(List.of(() -> {
                            throw new IllegalArgumentException("stuck");
                        }))
                        .close())
                .withMessage("An emulator failed while stopping")
                .withRootCauseInstanceOf(IllegalArgumentException.class);
    }

    private CreatedSite<String> site(List<AutoCloseable> started) {
        return new CreatedSite<>(
                Map.of(),
                () -> {
                    done.add("bus");
                    return "orders";
                },
                names -> done.add("stores of " + names),
                names -> done.add("no " + names),
                started);
    }
}
