package io.triskel.orders.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.observe.Observer;
import io.triskel.orders.contracts.FewOrders;
import io.triskel.orders.memory.Runs.Outcome;
import io.triskel.orders.pipeline.Style;
import org.junit.jupiter.api.Test;

/** Chaos can be repeated. */
class ChaosSeedTest {
    @Test
    void a_seed_gives_the_same_run_again() {
        Outcome first = Runs.of(Style.ORCHESTRATION, Chaos.seeded(7), FewOrders.lines());

        Outcome again = Runs.of(Style.ORCHESTRATION, Chaos.seeded(7), FewOrders.lines());

        assertThat(again.finalState()).isEqualTo(first.finalState());
        assertThat(again.result().figures()).isEqualTo(first.result().figures());
    }

    @Test
    void one_thread_does_everything_or_a_seed_would_not_give_the_same_run_again() {
        assertThatThrownBy(
                        () -> new MemoryPipeline(Style.ORCHESTRATION, Chaos.seeded(1), 2, event -> {}, Observer.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one with chaos, not 2");
    }
}
