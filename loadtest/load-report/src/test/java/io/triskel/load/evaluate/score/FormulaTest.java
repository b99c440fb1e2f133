package io.triskel.load.evaluate.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.size.plan.Range;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormulaTest {
    private static final Map<String, Range> FIGURES =
            Map.of("aws", Range.exactly(100), "azure", Range.exactly(200), "gcp", Range.exactly(400));

    @Test
    void the_cheapest_has_10_and_others_10_times_its_share_of_their_own() {
        assertThat(Formula.least(FIGURES))
                .containsEntry("aws", Range.exactly(10))
                .containsEntry("azure", Range.exactly(5))
                .containsEntry("gcp", Range.exactly(2.5));
    }

    @Test
    void the_highest_has_10_and_others_10_times_their_share_of_it() {
        assertThat(Formula.most(FIGURES))
                .containsEntry("gcp", Range.exactly(10))
                .containsEntry("azure", Range.exactly(5))
                .containsEntry("aws", Range.exactly(2.5));
    }

    @Test
    void bounds_of_figures_become_bounds_of_scores() {
        Map<String, Range> scores = Formula.least(
                Map.of("aws", new Range(80, 100, 120), "azure", new Range(90, 200, 300), "gcp", Range.exactly(400)));

        assertThat(scores)
                .containsEntry("aws", new Range(7.5, 10, 10))
                .containsEntry("azure", new Range(10 * 80.0 / 300, 5, 10))
                .containsEntry("gcp", new Range(2, 2.5, 3));
    }

    @Test
    void figures_of_nothing_are_equal() {
        Map<String, Range> scores =
                Formula.least(Map.of("aws", Range.ZERO, "azure", Range.ZERO, "gcp", Range.exactly(1)));

        assertThat(scores)
                .containsEntry("aws", Range.exactly(10))
                .containsEntry("azure", Range.exactly(10))
                .containsEntry("gcp", Range.ZERO);
    }

    @Test
    void what_never_came_scores_nothing_beside_what_did() {
        Range never = Range.exactly(Double.POSITIVE_INFINITY);

        Map<String, Range> scores = Formula.least(Map.of("aws", never, "azure", never, "gcp", Range.exactly(3)));

        assertThat(scores)
                .containsEntry("aws", Range.ZERO)
                .containsEntry("azure", Range.ZERO)
                .containsEntry("gcp", Range.exactly(10));
        assertThat(never.isExact()).isTrue();
    }

    @Test
    void a_capacity_whose_end_was_not_found_may_be_without_end() {
        Map<String, Range> scores = Formula.most(Map.of(
                "aws",
                new Range(100, 100, Double.POSITIVE_INFINITY),
                "azure",
                new Range(50, 50, 60),
                "gcp",
                new Range(50, 50, 60)));

        assertThat(scores).containsEntry("aws", Range.exactly(10)).containsEntry("azure", new Range(0, 5, 6));
    }

    @Test
    void a_figure_alone_is_the_best() {
        assertThat(Formula.least(Map.of("aws", new Range(1, 2, 30)))).containsEntry("aws", Range.exactly(10));
    }
}
