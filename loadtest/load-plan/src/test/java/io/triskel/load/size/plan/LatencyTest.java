package io.triskel.load.size.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final Floor POLLED = new Floor(500, 1000, "polled once a second", true);
    private static final Floor WORK = new Floor(5, "the work of a batch", true);

    @Test
    void deliveries_in_a_row_wait_one_after_another() {
        Latency latency = Latency.of(orders(), POLLED, Optional.of(WORK));

        assertThat(latency.average()).isCloseTo(9 * 0.505, within(1e-9));
        assertThat(latency.worst()).isCloseTo(9 * 1.005, within(1e-9));
        assertThat(latency.told())
                .isEqualTo("at least 4.5 s on average, at worst 9.0 s: 9 deliveries in a row, each 505 ms, at worst"
                        + " 1,005 ms (polled once a second, the work of a batch); unmeasured");
    }

    @Test
    void an_objective_fails_where_waits_alone_exceed_it_and_says_by_how_much() {
        Gate gate = Latency.of(orders(), POLLED, Optional.empty()).gate();

        assertThat(gate.id()).isEqualTo(Gate.OBJECTIVE);
        assertThat(gate.passes()).isFalse();
        assertThat(gate.why()).endsWith("; the objective is 3.0 s, 1.5 s less");
    }

    @Test
    void each_delivery_is_named_with_its_own_wait() {
        assertThat(Latency.of(orders(), POLLED, Optional.empty()).hops())
                .hasSize(9)
                .startsWith("1. orders.order-placed.v1: 500 ms, at worst 1,000 ms")
                .endsWith("9. orders.order-shipped.v1: 500 ms, at worst 1,000 ms");
    }

    @Test
    void an_objective_that_the_average_keeps_passes_even_if_the_worst_does_not() {
        Floor quick = new Floor(300, 1000, "polled", true);

        assertThat(Latency.of(orders(), quick, Optional.empty()).gate().passes())
                .isTrue();
    }

    @Test
    void nothing_fails_for_a_wait_of_which_no_figure_was_found_or_without_an_objective() {
        Floor unknown = new Floor(0, "pushed, no published figure found", false);

        assertThat(Latency.of(orders(), unknown, Optional.of(POLLED)).gate().passes())
                .isTrue();
        assertThat(Latency.of(Needs.example(1024), POLLED, Optional.empty())
                        .gate()
                        .why())
                .isEqualTo("no objective is stated");
    }

    private static Need orders() {
        Need need = Needs.example(1024).with(Traffic.ofOrders(), true);
        return need.with(
                new Terms(need.retention(), need.terms().kept(), Optional.of(Duration.ofSeconds(3)), Optional.empty()));
    }
}
