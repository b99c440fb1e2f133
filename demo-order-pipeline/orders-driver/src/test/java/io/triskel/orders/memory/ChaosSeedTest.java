package io.triskel.orders.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.observe.Observer;
import io.triskel.orders.contracts.FewOrders;
import io.triskel.orders.memory.Runs.Outcome;
import io.triskel.orders.pipeline.Style;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Consumers that work side by side come to the same end as those that work one after another. */
class SideBySideTest {
    private static Outcome run(Style style, int parallel, List<String> lines) {
        try (MemoryPipeline pipeline = pipeline(style, Chaos.none(), parallel)) {
            return Runs.of(pipeline, lines, new ArrayList<>());
        }
    }

    private static MemoryPipeline pipeline(Style style, Chaos chaos, int parallel) {
        return new MemoryPipeline(style, chaos, parallel, event -> {}, Observer.none());
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void the_outcome_is_that_of_one_thread(Style style) {
        Outcome alone = run(style, 1, Runs.committed());

        Outcome together = run(style, 4, Runs.committed());

        assertThat(together.result().complete()).isTrue();
        assertThat(together.finalState()).isEqualTo(alone.finalState());
        if (style == Style.ORCHESTRATION) {
            assertThat(together.result().figures().eventsByType())
                    .isEqualTo(alone.result().figures().eventsByType());
        }
    }

    @Test
    void with_chaos_a_seed_gives_the_same_run_again() {
        Outcome first = Runs.of(Style.ORCHESTRATION, Chaos.seeded(7), FewOrders.lines());

        Outcome again = Runs.of(Style.ORCHESTRATION, Chaos.seeded(7), FewOrders.lines());

        assertThat(again.finalState()).isEqualTo(first.finalState());
        assertThat(again.result().figures()).isEqualTo(first.result().figures());
    }

    @Test
    void with_chaos_one_thread_does_everything_or_a_seed_would_not_give_the_same_run_again() {
        assertThatThrownBy(() -> pipeline(Style.ORCHESTRATION, Chaos.seeded(1), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one with chaos, not 2");
    }
}
