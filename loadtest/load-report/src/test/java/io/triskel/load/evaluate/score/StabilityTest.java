package io.triskel.load.evaluate.score;

import static io.triskel.load.evaluate.score.Examples.evaluation;
import static io.triskel.load.evaluate.score.Examples.missing;
import static io.triskel.load.evaluate.score.Examples.scored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.size.plan.Range;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StabilityTest {
    @Test
    void who_is_best_in_everything_is_first_whatever_the_weights_are() {
        Stability found = Stability.of(
                evaluation(scored("cost", Basis.COMPUTED, 1, 9, 5, 5), scored("archive", Basis.JUDGED, 7, 8, 7, 1)));

        assertThat(found.byEvidence("aws")).hasValue(1);
        assertThat(found.byEvidence("azure")).hasValue(0);
        assertThat(found.byAll("aws")).hasValue(1);
    }

    @Test
    void two_criteria_of_one_weight_that_speak_for_two_clouds_divide_the_weightings() {
        Stability found = Stability.of(
                evaluation(scored("cost", Basis.COMPUTED, 4, 9, 5, 1), scored("archive", Basis.JUDGED, 4, 5, 9, 1)));

        assertThat(found.byEvidence("aws").getAsDouble()).isEqualTo(0.5, within(0.03));
        assertThat(found.byEvidence("azure").getAsDouble()).isEqualTo(0.5, within(0.03));
        assertThat(found.byEvidence("gcp")).hasValue(0);
    }

    @Test
    void a_weight_changes_by_no_more_than_half() {
        // Azure is first only if archive weighs more than three times as much as cost.
        Stability found = Stability.of(
                evaluation(scored("cost", Basis.COMPUTED, 4, 8, 5, 0), scored("archive", Basis.JUDGED, 4, 4, 5, 0)));

        assertThat(found.byEvidence("aws")).hasValue(1);
    }

    @Test
    void what_is_missing_may_put_any_cloud_first() {
        Stability found = Stability.of(evaluation(scored("cost", Basis.COMPUTED, 1, 9, 8, 7), missing("latency", 9)));

        assertThat(found.byEvidence("aws")).hasValue(1);
        assertThat(found.byAll("gcp").getAsDouble()).isBetween(0.2, 0.35);
    }

    @Test
    void scores_lie_anywhere_within_their_bounds() {
        Scored wide = new Scored(
                Examples.criterion("cost", 1),
                1,
                Basis.COMPUTED,
                Map.of("aws", new Range(0, 6, 10), "azure", Range.exactly(5), "gcp", Range.exactly(0)),
                Map.of(),
                Optional.of(Examples.criterion("cost", 1).missing()));

        Stability found = Stability.of(evaluation(wide));

        assertThat(found.byEvidence("aws").getAsDouble()).isEqualTo(0.5, within(0.03));
        assertThat(found.byAll("aws").getAsDouble()).isEqualTo(0.5, within(0.03));
    }

    @Test
    void a_cost_lies_anywhere_within_its_span_and_the_cheapest_drawn_has_10() {
        Figures usd = new Figures(
                Map.of(
                        "aws",
                        new Range(1_000, 1_000, 3_000),
                        "azure",
                        Range.exactly(2_000),
                        "gcp",
                        Range.exactly(9_000)),
                true);
        Scored cost = new Scored(
                Examples.criterion("cost", 1),
                1,
                Basis.COMPUTED,
                usd.scores(),
                Map.of(),
                Optional.empty(),
                Optional.of(usd));

        Stability found = Stability.of(evaluation(cost));

        assertThat(found.byEvidence("aws").getAsDouble()).isEqualTo(0.5, within(0.03));
        assertThat(found.byEvidence("azure").getAsDouble()).isEqualTo(0.5, within(0.03));
    }

    @Test
    void of_equals_nobody_is_first() {
        Stability found = Stability.of(evaluation(scored("cost", Basis.COMPUTED, 1, 5, 5, 5)));

        assertThat(found.byEvidence())
                .containsOnly(Map.entry("aws", 0.0), Map.entry("azure", 0.0), Map.entry("gcp", 0.0));
    }

    @Test
    void with_nothing_scored_nobody_is_first_by_weights() {
        assertThat(Stability.of(evaluation(missing("latency", 1))).byEvidence("aws"))
                .isEmpty();
    }
}
